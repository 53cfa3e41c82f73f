package io.polyplug.runtime;

import io.polyplug.abi.Abi;
import io.polyplug.boundary.CallStacks;
import io.polyplug.boundary.FloatingPointWatch;
import io.polyplug.boundary.NativeInstances;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.Pins;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.hostapi.HostApi;
import io.polyplug.hostapi.HostOperations;
import io.polyplug.ledger.CallCounters;
import io.polyplug.pool.AsyncCalls;
import io.polyplug.proxy.CallFrame;
import io.polyplug.proxy.CallTools;
import io.polyplug.proxy.ContractProxies;
import io.polyplug.proxy.ProxyCompiler;
import io.polyplug.store.RuntimeStore;

/**
 * What calls go through, in both directions: the backend, what each thread is in, the
 * store, the host side and the proxies of one runtime. Thread-safe.
 */
final class CallSide {

    private final NativeBackend backend;

    private final Pins<CallFrame> pins;

    private final CallStacks stacks;

    private final AsyncCalls async;

    private final CallCounters counters = new CallCounters();

    private final long revisionWord;

    private final RuntimeStore<CallFrame> store;

    private final HostApi host;

    private final ContractProxies proxies;

    CallSide(NativeBackend backend, ProxyCompiler compiler, AsyncCalls async, HostOperations guests) {
        this.backend = backend;
        this.async = async;
        this.pins = new Pins<>(new Epoch(), compiler.homes(), CallFrame.SIZE,
                (memory) -> new CallFrame(backend, memory));
        this.stacks = new CallStacks(this.pins.homes(), new FloatingPointWatch(backend));
        this.revisionWord = backend.require(Abi.WORD, Abi.WORD);
        backend.putWordRelease(this.revisionWord, 0);
        this.store = new RuntimeStore<>(this.pins, this::published);
        this.host = new HostApi(backend, this.store, this.stacks, guests, new NativeInstances(backend, this.stacks),
                this.revisionWord);
        this.proxies = new ContractProxies(this.store,
                new CallTools(backend, this.pins.homes(), this.stacks, this.host.memory()), compiler, async);
    }

    /** Calls that wait learn that nobody is left to be called. */
    private void published(long revision) {
        this.backend.putWordRelease(this.revisionWord, revision);
        this.async.failRefused();
    }

    NativeBackend backend() {
        return this.backend;
    }

    Pins<CallFrame> pins() {
        return this.pins;
    }

    CallStacks stacks() {
        return this.stacks;
    }

    AsyncCalls async() {
        return this.async;
    }

    CallCounters counters() {
        return this.counters;
    }

    RuntimeStore<CallFrame> store() {
        return this.store;
    }

    HostApi host() {
        return this.host;
    }

    ContractProxies proxies() {
        return this.proxies;
    }

    /** Frees what guests were given. Only when no code of guests is mapped any more. */
    void free() {
        this.host.close();
        this.backend.free(this.revisionWord);
    }

}
