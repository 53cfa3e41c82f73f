// Provides bench.Upstream. Functions get addresses as numbers; a number of 64 bits is two of 32.

const WORD = 4294967296;

function add(instance, input, out, arena, bridge) {
    const a = bridge.readI32(input);
    const low = bridge.readU32(input + 8) + (a >>> 0);
    const high = bridge.readU32(input + 12) + (a < 0 ? WORD - 1 : 0) + (low >= WORD ? 1 : 0);
    bridge.writeU32(out, low % WORD);
    bridge.writeU32(out + 4, high % WORD);
    return 0;
}

function greet(instance, input, out, arena, bridge) {
    const name = bridge.readMemory(bridge.readU32(input) + bridge.readU32(input + 4) * WORD, bridge.readU32(input + 8));
    const answer = 'hello ' + String.fromCharCode(...name);
    const [low, high] = bridge.arenaAlloc(answer.length, arena);
    for (let i = 0; i < answer.length; i++) {
        bridge.writeByte(low + high * WORD + i, answer.charCodeAt(i));
    }
    bridge.writeU32(out, low);
    bridge.writeU32(out + 4, high);
    bridge.writeU32(out + 8, answer.length);
    bridge.writeU32(out + 12, 0);
    return 0;
}

globalThis.polyplug_init = () => {
    const contract = { contractLo: 0x8336B98E, contractHi: 0xCD8E8E4C, contractName: 'bench.Upstream@1', version: 0x00010000, fnCount: 2 };
    const guest = { ...contract, dispatchType: 1, functions: [add, greet], factory: () => ({}) };
    return [[{ ...contract, interface: guest }], { code: 0, message: '' }];
};
