package io.polyplug.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a Java enum usable in a contract. Each constant carries an {@link AbiValue}; a
 * value that no constant carries is an error in either direction.
 * <p>
 * Bit flags are a {@link java.util.Set} of such an enum, in which each constant has
 * exactly one bit: as parameters, results and record components. A set that comes back
 * cannot be changed, and is in the order of the bits.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AbiEnum {

    /**
     * {@return the unsigned integer that represents the enum in native memory}
     */
    Repr value() default Repr.U32;

}
