package io.polyplug.benchmarks;

import java.nio.file.Path;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RawHost} is, by JNA: a host that can do nothing but start one bundle, on
 * any JVM. Everything it makes stays until the end of the process.
 */
final class JnaHost {

    /** {@code HostApi}: {@code register_guest_contract} at 8, {@code alloc} at 16. */
    private static final long TABLE_SIZE = 184;

    private static final long REGISTER = 8;

    private static final long ALLOC = 16;

    /** {@code GuestContractInterface}: factory at 24, functions at 48. */
    private static final long CREATE = 24;

    private static final long FUNCTIONS = 48;

    private final Memory table = new Memory(TABLE_SIZE);

    private final Memory context = new Memory(3L * Long.BYTES);

    private final Pointer functions;

    private final Memory instance = new Memory(2L * Long.BYTES);

    /** JNA does not keep it reachable. */
    private final Register register = (host, descriptor, contract, error) -> this.contract = contract;

    private @Nullable Pointer contract;

    /** Opens the library and starts the bundle. */
    JnaHost(Path library) {
        this.table.clear();
        this.context.clear();
        this.instance.clear();
        this.table.setPointer(REGISTER, CallbackReference.getFunctionPointer(this.register));
        this.table.setLong(ALLOC, FfiClosure.address());
        Function start = NativeLibrary.getInstance(library.toString()).getFunction("polyplug_init");
        Failure failure = (Failure) start.invoke(Failure.class, new Object[] { this.table, this.context });
        if (failure.code != 0 || this.contract == null) {
            throw new IllegalStateException(library + " did not start");
        }
        this.functions = this.contract.getPointer(FUNCTIONS);
        Function.getFunction(this.contract.getPointer(CREATE))
            .invoke(new Object[] { Pointer.NULL, this.table, Pointer.NULL, this.instance });
    }

    /** Returns a function of the bundle's contract. */
    RawFunction function(int id) {
        return new RawFunction(this.functions.getLong((long) id * Long.BYTES), this.instance.getLong(0),
                this.instance.getLong(Long.BYTES));
    }

    /** What a bundle calls to register its contract. */
    interface Register extends Callback {

        /**
         * Takes the contract.
         * @param host the host's table
         * @param descriptor names of the contract
         * @param contract its functions
         * @param error stays as it is
         */
        void invoke(Pointer host, Pointer descriptor, Pointer contract, Pointer error);

    }

    /** {@code AbiError} as a result. */
    @Structure.FieldOrder({ "code", "message", "length" })
    public static final class Failure extends Structure implements Structure.ByValue {

        /** 0 without a failure. */
        public int code;

        /** Where the message is. */
        public long message;

        /** How long it is. */
        public long length;

    }

}
