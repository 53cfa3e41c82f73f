package io.polyplug.hostapi;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * The functions of the fixture {@code hostapi}: each calls one of the host's 21 functions
 * and tells what came of it.
 */
@GuestContract(name = "demo.HostApi", version = "1.0")
public interface HostApiGuest {

    /** An error code without a message is that code. */
    long WITH_MESSAGE = 1L << 32;

    /** The packed null handle. */
    long NULL_HANDLE = 0xFFFFFFFFL;

    @ContractFunction(0)
    long registeredInInit(int which);

    @ContractFunction(1)
    long registerNow(int which);

    @ContractFunction(2)
    long registerHost(int which);

    @ContractFunction(3)
    long allocate(long size, long align);

    @ContractFunction(4)
    long allocateWithoutSelf(long size, long align);

    @ContractFunction(5)
    void release(long block, long size, long align);

    @ContractFunction(6)
    void releaseWithoutSelf(long block, long size, long align);

    @ContractFunction(7)
    long find(long contract, int major);

    @ContractFunction(8)
    byte[] findAll(long contract, int major);

    @ContractFunction(9)
    long resolve(long packed);

    @ContractFunction(10)
    long getHost(long contract, int version);

    @ContractFunction(11)
    long resolveHost(long contract, int version);

    @ContractFunction(12)
    byte[] listBundles();

    @ContractFunction(13)
    byte[] dependencies();

    @ContractFunction(14)
    byte[] dependenciesInInit();

    @ContractFunction(15)
    long load(String path);

    @ContractFunction(16)
    long reload(String path);

    @ContractFunction(17)
    long unload(long bundle);

    @ContractFunction(18)
    long registerLoader(long loader);

    @ContractFunction(19)
    byte[] lastError(int capacity);

    @ContractFunction(20)
    long lastErrorNowhere();

    @ContractFunction(21)
    long errorLength();

    @ContractFunction(22)
    void log(int level, String scope, String message);

    @ContractFunction(23)
    void logNothing(int level);

    @ContractFunction(24)
    int callPeer(long packed, int function);

    @ContractFunction(25)
    long holdPeer(long packed);

    @ContractFunction(26)
    boolean dropPeer();

    @ContractFunction(27)
    long createBadly(int which);

    @ContractFunction(28)
    void destroyBadly(int which);

    @ContractFunction(29)
    long revision();

    @ContractFunction(30)
    long withoutSelf(int function);

    @ContractFunction(31)
    String bundlePath();

    @ContractFunction(32)
    long bundleId();

    @ContractFunction(33)
    long badPath(int which);

    @ContractFunction(34)
    long foundInInit(int which);

    @ContractFunction(35)
    long arrayAlign(int which);

    @ContractFunction(36)
    long table(int field);

    @ContractFunction(37)
    long allInInit(int which);

    /** Fetches the last error whole, which clears it. */
    default String lastErrorText() {
        return new String(lastError(4000), java.nio.charset.StandardCharsets.UTF_8);
    }

}
