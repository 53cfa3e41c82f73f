package io.polyplug;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContract;

/**
 * The contracts of the native fixtures as far as the tests of the life cycle use them.
 */
final class Plugins {

    static final GuestContractId RELOAD_TEST = GuestContractId.of("reload.test", 1);

    private Plugins() {
    }

    /** Answers 100 or 200, by version. */
    @GuestContract(name = "reload.test", version = "1.0.0")
    interface Answering {

        @ContractFunction(0)
        int answer();

    }

    /** What {@code reload-dropped} provides instead. */
    @GuestContract(name = "reload.other", version = "1.0.0")
    interface Other {

        @ContractFunction(0)
        int answer();

    }

    /** Calls that last until the test lets them go. */
    @GuestContract(name = "demo.Slow", version = "1.0.0")
    interface Slow {

        @ContractFunction(1)
        int hold(long entered, long release);

        @ContractFunction(2)
        int version();

        @ContractFunction(3)
        String holdText(long entered, long release);

    }

    /** Leaves a mark when its instance is destroyed. */
    @GuestContract(name = "demo.Marker", version = "1.0.0")
    interface Marker {

        @ContractFunction(0)
        int version();

        @ContractFunction(1)
        void markTo(String file);

    }

    /** Calls {@code reload.test} from native code. */
    @GuestContract(name = "demo.Consumer", version = "1.0.0")
    interface Consumer {

        @ContractFunction(0)
        int version();

        @ContractFunction(1)
        boolean foundInInit();

        @ContractFunction(2)
        int remembered();

    }

    /** Calls {@code demo.Peer} from native code, by the revision protocol. */
    @GuestContract(name = "demo.Link", version = "1.0.0")
    interface Link {

        @ContractFunction(0)
        int answer();

        @ContractFunction(1)
        long pair();

        @ContractFunction(2)
        int hold(long entered, long release);

        @ContractFunction(3)
        int resolveLate(long entered, long release);

        @ContractFunction(4)
        boolean foundInInit();

        @ContractFunction(5)
        int resolutions();

    }

    /** Calls {@link Link} from native code. */
    @GuestContract(name = "demo.OuterLink", version = "1.0.0")
    interface OuterLink {

        @ContractFunction(0)
        int answer();

        @ContractFunction(1)
        long pair();

        @ContractFunction(2)
        int hold(long entered, long release);

        @ContractFunction(4)
        boolean foundInInit();

    }

    /** Asks the runtime to load, reload and unload, and calls {@link Greeter}. */
    @GuestContract(name = "demo.Caller", version = "1.0.0")
    interface Caller {

        @ContractFunction(0)
        String call(String name);

        @ContractFunction(3)
        String nested(String name);

        @ContractFunction(4)
        int reload(String path);

        @ContractFunction(5)
        int unload(long bundle);

        @ContractFunction(6)
        int load(String path);

        @ContractFunction(7)
        int plusOne(int a);

        @ContractFunction(13)
        String lastError();

    }

    /** What {@link Caller} calls in Java. */
    @HostContract(name = "host.Greeter", version = "1.0.0")
    interface Greeter {

        @ContractFunction(0)
        String greet(String name);

        @ContractFunction(1)
        int add(int a, int b);

        @ContractFunction(2)
        void fail();

        @ContractFunction(3)
        String nest(String name);

    }

    /** Returns fresh blocks of the host. */
    @GuestContract(name = "memory.Allocating", version = "1.0.0")
    interface Allocating {

        @ContractFunction(0)
        String text(int n);

        @ContractFunction(1)
        byte[] buffer(int n);

        @ContractFunction(2)
        void fail(String text);

        @ContractFunction(3)
        Pair pair(int n);

        @ContractFunction(5)
        Twice twice(int n);

        @ContractFunction(6)
        String inner(int n);

        @ContractFunction(7)
        byte[] aligned(int n);

        @ContractFunction(8)
        String returned(int n);

        @ContractFunction(9)
        String spare(int n);

    }

    /**
     * Two blocks.
     *
     * @param text the one
     * @param bytes the other
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Pair(String text, byte[] bytes) {
    }

    /**
     * One block, shown twice.
     *
     * @param first the block
     * @param second the same
     */
    record Twice(String first, String second) {
    }

    /** Returns what must never be freed. */
    @GuestContract(name = "memory.Borrowing", version = "1.0.0")
    interface Borrowing {

        @ContractFunction(0)
        String text();

        @ContractFunction(1)
        byte[] buffer();

        @ContractFunction(2)
        String echo(String text);

        @ContractFunction(3)
        String ownText();

        @ContractFunction(4)
        boolean intact();

        @ContractFunction(5)
        void fail();

    }

    /** Allocates what it passes to {@link Greeter}. */
    @GuestContract(name = "memory.Leaving", version = "1.0.0")
    interface Leaving {

        @ContractFunction(0)
        int leave(String name);

        @ContractFunction(1)
        int freeIt(String name);

        @ContractFunction(2)
        String handBack(String name);

        @ContractFunction(3)
        int twice(String name);

        @ContractFunction(4)
        int keep(String name);

        @ContractFunction(5)
        String kept();

        @ContractFunction(6)
        int spare(String name);

    }

    /** Returns blocks of the host that it keeps. */
    @GuestContract(name = "memory.Keeping", version = "1.0.0")
    interface Keeping {

        @ContractFunction(0)
        String text();

        @ContractFunction(1)
        boolean intact();

        @ContractFunction(2)
        String again();

        @ContractFunction(3)
        void prepare();

        @ContractFunction(4)
        String prepared();

        @ContractFunction(5)
        byte[] buffer();

        @ContractFunction(6)
        void forget();

    }

}
