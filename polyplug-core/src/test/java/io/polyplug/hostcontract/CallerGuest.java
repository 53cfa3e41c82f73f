package io.polyplug.hostcontract;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * The functions of the fixture {@code caller}, which calls {@link Greeter}.
 */
@GuestContract(name = "demo.Caller", version = "1.0")
public interface CallerGuest {

    @ContractFunction(0)
    String call(String name);

    @ContractFunction(1)
    int count(int a, int b);

    @ContractFunction(2)
    void fails();

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

    @ContractFunction(8)
    String both(String a, String b);

    @ContractFunction(9)
    void remember();

    @ContractFunction(10)
    int remembered(int a, int b);

    @ContractFunction(11)
    int functions();

    @ContractFunction(12)
    int find(int version);

    @ContractFunction(13)
    String lastError();

    @ContractFunction(14)
    String borrowed(String name);

    @ContractFunction(15)
    int many(String name, int times);

}
