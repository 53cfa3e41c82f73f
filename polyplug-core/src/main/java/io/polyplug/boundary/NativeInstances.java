package io.polyplug.boundary;

import io.polyplug.abi.Abi;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.InstanceLifecycle;

/**
 * Runs the factories and destructors of native bundles (docs/abi.md 4.3). Thread-safe.
 */
public final class NativeInstances implements InstanceLifecycle {

    private static final int CREATE_WORDS = 4;

    private final NativeBackend backend;

    private final CallStacks stacks;

    /**
     * Creates the life cycle.
     * @param backend how native code is reached
     * @param stacks what each thread is doing
     */
    public NativeInstances(NativeBackend backend, CallStacks stacks) {
        this.backend = backend;
        this.stacks = stacks;
        backend.prepare(Shape.VOID, CREATE_WORDS);
    }

    /**
     * {@code void (VmLoaderData, const HostApi *, const void *args, GuestContractInstance *out)}.
     */
    @Override
    public GuestInstance create(GuestInterface guestInterface, long args) {
        long out = this.backend.require(Abi.INSTANCE_SIZE, Abi.WORD);
        try {
            this.backend.putWord(out, 0);
            this.backend.putWord(out + Abi.WORD, 0);
            create(guestInterface, args, out);
            return new GuestInstance(this.backend.getWord(out), this.backend.getWord(out + Abi.WORD));
        }
        finally {
            this.backend.free(out);
        }
    }

    private void create(GuestInterface guestInterface, long args, long out) {
        this.stacks.runIn(guestInterface.owner(), () -> describe("create_instance", guestInterface),
                () -> this.backend.invoke(Shape.VOID, guestInterface.createFunction(), 0, guestInterface.loaderData(),
                        guestInterface.hostTable(), args, out));
    }

    /**
     * {@code void (VmLoaderData, const HostApi *, GuestContractInstance)}: the instance
     * travels as two words.
     */
    @Override
    public void destroy(GuestInterface guestInterface, GuestInstance instance) {
        this.stacks.runIn(guestInterface.owner(), () -> describe("destroy_instance", guestInterface),
                () -> this.backend.invoke(Shape.VOID, guestInterface.destroyFunction(), 0, guestInterface.loaderData(),
                        guestInterface.hostTable(), instance.data(), instance.contractId()));
    }

    private static String describe(String function, GuestInterface of) {
        return function + " of contract '" + of.contractName() + "' in bundle '" + of.bundleName() + "' "
                + of.owner().version();
    }

}
