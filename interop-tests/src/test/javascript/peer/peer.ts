// Provides demo.peer to whoever calls it, whatever that is written in.

import { explained, text, unsigned, type Bridge, type Halves, type View } from '../host';
import { setPeerFactory } from './guest/contracts';
import { polyplug_init } from './guest/init';

const BUILD = 300;

setPeerFactory((bridge: Bridge) => {
    const decoded = (view: View) => text(bridge, view);
    const fail = (message: View) => {
        throw new Error(decoded(message));
    };
    return explained(bridge, 'guest.peer', {
        fn0: () => BUILD,
        fn1: (v: Halves) => {
            const stamped = unsigned(v) * 1000n + BigInt(BUILD);
            return { lo: Number(stamped & 0xFFFFFFFFn), hi: Number((stamped >> 32n) & 0xFFFFFFFFn) };
        },
        fn2: (v: View) => `${decoded(v).toUpperCase()} from ${BUILD}`,
        fn3: fail,
        fn4: fail,
    });
});

(globalThis as any).polyplug_init = polyplug_init;
