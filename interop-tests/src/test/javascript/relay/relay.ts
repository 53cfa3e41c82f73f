// Provides demo.relay, which hands everything on: to the provider of demo.peer and to Java.

import { explained, text, type Bridge, type Halves, type View } from '../host';
import { setRelayFactory } from './guest/contracts';
import { HostDeskContract } from './guest/host_contracts';
import { polyplug_init } from './guest/init';
import { PeerPeer } from './guest/peer_callers';

function found<T>(caller: T | null, what: string): T {
    if (caller === null) {
        throw new Error(`${what} is missing`);
    }
    return caller;
}

setRelayFactory((bridge: Bridge, lo: number, hi: number) => {
    const decoded = (view: View) => text(bridge, view);
    const peer = () => found(PeerPeer.resolve(bridge, { lo, hi }), 'demo.peer');
    const desk = () => found(HostDeskContract.fromHost(bridge, { lo, hi }), 'host.Desk');
    return explained(bridge, 'guest.relay', {
        fn0: () => peer().build(),
        fn1: (v: Halves) => peer().stamp(v),
        fn2: (v: View) => decoded(peer().shout(decoded(v))),
        fn3: (message: View) => peer().fail(decoded(message)),
        fn4: (message: View) => {
            try {
                peer().panic(decoded(message));
                return 0;
            }
            catch (ex: any) {
                // All that is left of the peer's failure is a sentence with its code.
                return Number(/code (\d+)/.exec(ex.message)?.[1] ?? -1);
            }
        },
        fn5: (name: View) => decoded(desk().greet(decoded(name))),
        fn6: (a: number, b: Halves) => desk().add(a, b),
        fn7: (message: View) => {
            try {
                desk().fail(decoded(message));
                return 'nothing';
            }
            catch (ex: any) {
                return ex.message;
            }
        },
        fn8: (message: View, times: number) => {
            for (let i = 0; i < times; i++) {
                desk().tell(decoded(message));
            }
        },
    });
});

(globalThis as any).polyplug_init = polyplug_init;
