package app.contract;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/** Nobody outside of this package sees it. The fixture {@code caller} provides it. */
@GuestContract(name = "demo.Caller", version = "1.0")
interface Caller {

    @ContractFunction(0)
    String call(String name);

    default String callTwice(String name) {
        return call(call(name));
    }

}
