// Generated from api.toml by polyplug-codegen. Do not edit.
package io.polyplug.sample.contract;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.SideEffectFree;
import io.polyplug.contract.Unsigned;

/**
 * A filter for pictures, implemented by native code. Spring injects it like any other
 * bean, and every call runs the version that serves at that moment.
 */
@GuestContract(name = "image.Filter", version = "1.1.0")
public interface Filter {
    /**
     * The contract's id, {@code b3264d8a132ca8d4}.
     */
    GuestContractId ID = GuestContractId.of("image.Filter", 1);

    /**
     * Filters a picture, and returns the pixels of one that is as large.
     *
     * @param rgba the pixels, row by row, four bytes each ({@code Buffer})
     * @param width the picture's width in pixels ({@code u32})
     * @param height the picture's height in pixels ({@code u32})
     * @return bytes ({@code Buffer})
     */
    @SideEffectFree
    @ContractFunction(0)
    byte[] apply(byte[] rgba, @Unsigned long width, @Unsigned long height);

    /**
     * Calls function 1 of the contract.
     *
     * @return a text
     */
    @SideEffectFree
    @ContractFunction(1)
    String name();

    /**
     * Calls function 2 of the contract.
     *
     * @return a text
     */
    @SideEffectFree
    @ContractFunction(2)
    String version();

    /**
     * Stays in native code for a while, as long calculations do, and returns the version of the code that
     * has run.
     *
     * @param milliseconds how long ({@code u32})
     * @return a text ({@code StringView})
     */
    @ContractFunction(3)
    String linger(@Unsigned long milliseconds);
}
