package io.polyplug.sample;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Unsigned;

/**
 * A filter for pictures, implemented by native code. Spring injects it like any other
 * bean, and every call runs the version that serves at that moment.
 */
@GuestContract(name = "image.Filter", version = "1.1")
public interface ImageFilter {

    /**
     * Filters a picture.
     * @param rgba the pixels, row by row, four bytes each
     * @param width the picture's width in pixels
     * @param height the picture's height in pixels
     * @return the pixels of the filtered picture, which is as large
     */
    @ContractFunction(0)
    byte[] apply(byte[] rgba, @Unsigned long width, @Unsigned long height);

    @ContractFunction(1)
    String name();

    @ContractFunction(2)
    String version();

    /**
     * Stays in native code for a while, as long calculations do.
     * @param milliseconds how long
     * @return the version of the code that has run
     */
    @ContractFunction(3)
    String linger(@Unsigned long milliseconds);

}
