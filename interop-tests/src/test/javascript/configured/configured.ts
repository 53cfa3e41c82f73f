// Provides demo.configured: what the operator has set for this bundle.

import { explained, text, type Bridge, type View } from '../host';
import { setConfiguredFactory } from './guest/contracts';
import { HostConfigContract } from './guest/host_contracts';
import { polyplug_init } from './guest/init';

// host_contract:polyplug.Config@1, FNV-1a: the generator takes only names that begin with "host.".
const CONFIG = { lo: 0xE2F98041, hi: 0xE7A357CA };
const MINUS_ONE = { lo: 0xFFFFFFFF, hi: 0xFFFFFFFF };

setConfiguredFactory((bridge: Bridge, lo: number, hi: number) => {
    const decoded = (view: View) => text(bridge, view);
    const renamed = Object.create(bridge, {
        callHostContract: {
            value: (_lo: number, _hi: number, ...rest: unknown[]) => bridge.callHostContract(CONFIG.lo, CONFIG.hi, ...rest),
        },
    });
    const config = () => {
        const caller = HostConfigContract.fromHost(renamed, { lo, hi });
        if (caller === null) {
            throw new Error('polyplug.Config is missing');
        }
        return caller;
    };
    return explained(bridge, 'guest.configured', {
        fn0: (key: View) => decoded(config().text(decoded(key))),
        fn1: (key: View) => config().integer(decoded(key), MINUS_ONE),
    });
});

(globalThis as any).polyplug_init = polyplug_init;
