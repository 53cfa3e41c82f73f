// Provides demo.peer, and asks the provider of demo.all, whatever that is written in.

import { explained, text, unsigned, type Bridge, type Halves, type View } from '../host';
import { setMiddleFactory } from './guest/contracts';
import { polyplug_init } from './guest/init';
import { AllPeer } from './guest/peer_callers';

const BUILD = 300;

setMiddleFactory((bridge: Bridge, lo: number, hi: number) => {
    const decoded = (view: View) => text(bridge, view);
    const all = () => {
        const caller = AllPeer.resolve(bridge, { lo, hi });
        if (caller === null) {
            throw new Error('demo.all is missing');
        }
        return caller;
    };
    return explained(bridge, 'guest.middle', {
        fn0: () => BUILD,
        fn1: (v: Halves) => {
            const stamped = unsigned(v) * 1000n + BigInt(all().build());
            return { lo: Number(stamped & 0xFFFFFFFFn), hi: Number((stamped >> 32n) & 0xFFFFFFFFn) };
        },
        fn2: (v: View) => `m${BUILD} asked: ${decoded(all().greet(decoded(v)))}`,
        fn3: (message: View) => all().fail(7, decoded(message)),
        fn4: (message: View) => {
            throw new Error(decoded(message));
        },
    });
});

(globalThis as any).polyplug_init = polyplug_init;
