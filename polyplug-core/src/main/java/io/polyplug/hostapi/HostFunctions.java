package io.polyplug.hostapi;

import java.util.List;

import io.polyplug.boundary.CallStack;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.store.InstanceLifecycle;

/**
 * Makes the 21 functions of the host table. The first word of each is the table itself.
 */
final class HostFunctions {

    private final HostServices host;

    private final RegistrationFunctions registration;

    private final InstanceFunctions instances;

    private final LookupFunctions lookup;

    private final LifecycleFunctions lifecycle;

    HostFunctions(HostServices host, InstanceLifecycle instanceLifecycle) {
        this.host = host;
        this.registration = new RegistrationFunctions(host, instanceLifecycle);
        this.instances = new InstanceFunctions(host, instanceLifecycle);
        this.lookup = new LookupFunctions(host);
        this.lifecycle = new LifecycleFunctions(host);
    }

    /**
     * Returns the functions' addresses in the order of the table (docs/abi.md 3.4).
     */
    List<Long> stubs() {
        return List.of(
                action(4, 3, (stack, w) -> this.registration.registerGuestContract(stack, w[0], w[1], w[2], w[3])),
                word(3, this::allocate), action(4, -1, this::free),
                handle(3, (stack, w) -> this.lookup.find(stack, w[0], w[1], (int) w[2])),
                struct(3, (stack, w, result) -> this.lookup.findAll(stack, w[0], w[1], (int) w[2], result)),
                word(2, (stack, w) -> this.lookup.resolve(stack, w[0], w[1])),
                word(3, (stack, w) -> this.lookup.hostContract(stack, w[0], w[1], (int) w[2])),
                word(3, (stack, w) -> this.lookup.hostContractInterface(stack, w[0], w[1], (int) w[2])),
                struct(1, (stack, w, result) -> this.lookup.listBundles(w[0], result)),
                struct(1, (stack, w, result) -> this.lookup.dependencies(stack, w[0], result)),
                action(4, 3, (stack, w) -> this.lifecycle.load(w[0], w[1], w[2], w[3])),
                action(4, 3, (stack, w) -> this.lifecycle.reload(w[0], w[1], w[2], w[3])),
                action(3, 2, (stack, w) -> this.registration.registerHostContract(stack, w[0], w[1], w[2])),
                action(3, 2, (stack, w) -> this.registration.registerLoader(w[0], w[1], w[2])),
                word(3, (stack, w) -> this.lifecycle.takeLastError(w[0], w[1], w[2])),
                word(1, (stack, w) -> this.lifecycle.lastErrorLength(w[0])),
                action(3, 2, (stack, w) -> this.lifecycle.unload(w[0], w[1], w[2])),
                action(6, -1, (stack, w) -> this.lifecycle.log(stack, w[0], (int) w[1], w)),
                action(4, -1, (stack, w) -> this.instances.create(stack, w[0], w[1], w[2], w[3])),
                action(4, -1, (stack, w) -> this.instances.destroy(w[0], w[1], w[2], w[3])),
                word(1, (stack, w) -> (w[0] == 0) ? 0 : this.host.revisionWord()));
    }

    /** {@code uint8_t *alloc(this, size, align)} (docs/abi.md 7.3). */
    private long allocate(CallStack stack, long[] w) {
        return this.host.memory().allocate(stack.blocks(), this.host.callers().of(stack, w[0]), w[1], w[2]);
    }

    /** {@code void free(this, ptr, size, align)}. */
    private void free(CallStack stack, long[] w) {
        this.host.memory().free(this.host.callers().of(stack, w[0]), stack.blocks(), w[1], w[2], w[3]);
    }

    private long action(int parameters, int errorWord, Action action) {
        return this.host.guard().stub(Shape.VOID, parameters, errorWord, (stack, words, result) -> {
            action.run(stack, words);
            return 0;
        });
    }

    private long word(int parameters, Query query) {
        return this.host.guard().stub(Shape.WORD, parameters, -1, (stack, words, result) -> query.get(stack, words));
    }

    /** A function whose null result is the null handle. */
    private long handle(int parameters, Query query) {
        return this.host.guard()
            .stub(Shape.WORD, parameters, -1, GuestContractHandle.NULL.packed(),
                    (stack, words, result) -> query.get(stack, words));
    }

    private long struct(int parameters, StructQuery query) {
        return this.host.guard().stub(Shape.STRUCT24, parameters, -1, (stack, words, result) -> {
            query.get(stack, words, result);
            return 0;
        });
    }

    private interface Action {

        void run(CallStack stack, long[] words);

    }

    private interface Query {

        long get(CallStack stack, long[] words);

    }

    private interface StructQuery {

        void get(CallStack stack, long[] words, long result);

    }

}
