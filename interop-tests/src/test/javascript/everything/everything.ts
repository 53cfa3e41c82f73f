// Provides demo.all.

import { bytes, explained, text, unsigned, type Bridge, type Halves, type View } from '../host';
import { setEverythingFactory } from './guest/contracts';
import { polyplug_init } from './guest/init';
import { Colour, Distance, Rights, Size, Star, type Line, type Person, type Point } from './guest/types';

const BUILD = 100;

/** Texts of a record, which get no arena: good until the same text is written the next time. */
class Text {
    private room = 0;

    private address = [0, 0];

    constructor(private readonly bridge: Bridge) {
    }

    write(value: string): View {
        const encoded = bytes(value);
        if (encoded.length > this.room) {
            if (this.room > 0) {
                this.bridge.free(this.address[0], this.address[1], this.room, 1);
            }
            this.room = encoded.length;
            this.address = this.bridge.alloc(this.room);
        }
        const start = this.address[0] + this.address[1] * 4294967296;
        encoded.forEach((byte, i) => this.bridge.writeByte(start + i, byte));
        return { ptr_lo: this.address[0], ptr_hi: this.address[1], len: encoded.length };
    }
}

setEverythingFactory((bridge: Bridge) => {
    const decoded = (view: View) => text(bridge, view);
    const name = new Text(bridge);
    const note = new Text(bridge);
    let count = 0;
    const itself = <T>(v: T) => v;
    return explained(bridge, 'guest.everything', {
        fn0: () => BUILD,
        fn1: itself<number>,
        fn2: itself<number>,
        fn3: itself<number>,
        fn4: itself<number>,
        fn5: itself<number>,
        fn6: itself<number>,
        fn7: itself<Halves>,
        fn8: itself<Halves>,
        fn9: itself<number>,
        fn10: itself<number>,
        fn11: (v: boolean) => !v,
        fn12: itself<Halves>,
        fn13: (v: Halves) => {
            const address = v.lo + v.hi * 4294967296;
            return { lo: bridge.readU32(address), hi: bridge.readU32(address + 4) };
        },
        fn14: (a: number, b: number, c: number, d: number, e: number, f: number, g: Halves, h: Halves, i: number,
                j: number, k: boolean, l: Halves) =>
            [a, b, c, d, e, f, unsigned(g), BigInt.asIntN(64, unsigned(h)), i, j, k, unsigned(l)].join(' '),
        fn15: (v: Colour) => (v === Colour.Red ? Colour.Green : v === Colour.Green ? Colour.Blue : Colour.Red),
        fn16: (v: Size) => (v === Size.Small ? Size.Large : Size.Small),
        fn17: (v: Distance) => (v === Distance.Near ? Distance.Far : Distance.Near),
        fn18: (v: Star) => (v === Star.Sun ? Star.Sirius : Star.Sun),
        fn19: (v: Rights) => ((v | Rights.Write) >>> 0) as Rights,
        fn20: (view: View) => {
            count++;
            return `v${BUILD}: hello ${decoded(view)}`;
        },
        fn21: (before: View, times: number, repeated: View) => decoded(before) + decoded(repeated).repeat(times),
        fn22: () => 'borrowed from the library',
        fn23: () => '',
        fn24: (p: Point) => ({ x: -p.x, y: -p.y }),
        fn25: (times: number, line: Line, colour: Colour, by: Point) => ({
            head: line.head,
            size: colour === Colour.Blue ? Size.Large : line.size,
            tail: { x: line.tail.x + times * by.x, y: line.tail.y + times * by.y },
        }),
        fn26: (person: Person, newName: View) => ({
            ...person,
            name: name.write(decoded(newName)),
            active: !person.active,
            note: note.write(`was ${decoded(person.name)}, ${decoded(person.note)}`),
        }),
        fn27: (code: number, message: View) => {
            count++;
            bridge.log(2, 'guest.everything', `about to fail with ${code}`);
            throw new Error(decoded(message));
        },
        fn28: (message: View): number => {
            throw decoded(message);
        },
        fn29: () => ({ lo: count, hi: 0 }),
        fn30: (a: number, b: number) => (a + b) >>> 0,
    });
});

(globalThis as any).polyplug_init = polyplug_init;
