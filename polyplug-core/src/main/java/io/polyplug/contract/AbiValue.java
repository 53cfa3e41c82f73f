package io.polyplug.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a constant of an {@link AbiEnum} its value in native memory.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AbiValue {

    /**
     * {@return the constant's value, within the range of the enum's representation} For
     * {@link Repr#U64} the bits count as unsigned.
     */
    long value();

}
