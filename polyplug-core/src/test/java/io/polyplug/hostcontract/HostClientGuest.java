package io.polyplug.hostcontract;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.HostContractId;

/**
 * The functions of the fixture {@code hostclient}, which keeps instances of host
 * contracts and gives them back.
 */
@GuestContract(name = "demo.HostClient", version = "1.0")
interface HostClientGuest {

    @ContractFunction(0)
    long open(long contract, int version);

    @ContractFunction(1)
    long table(long contract, int version);

    @ContractFunction(2)
    long call(long table, long token, int function);

    @ContractFunction(3)
    void giveBack(long table, long token);

    @ContractFunction(4)
    long create(long table);

    @ContractFunction(5)
    long openElsewhere(long contract, int version);

    @ContractFunction(6)
    void atTheEnd(long table, long token);

    @ContractFunction(7)
    String lastError();

    /** Asks for a contract in any version. */
    default long open(Class<?> type) {
        return open(idOf(type), 0);
    }

    /** Returns where a contract's table is. */
    default long table(Class<?> type) {
        return table(idOf(type), 0);
    }

    private static long idOf(Class<?> type) {
        HostContract contract = type.getAnnotation(HostContract.class);
        int major = Integer.parseInt(contract.version().split("\\.")[0]);
        return HostContractId.of(contract.name(), major).value();
    }

}
