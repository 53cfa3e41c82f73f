package io.polyplug.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a parameter, result or record component is an unsigned integer, as a rule the
 * one of half the Java type's width.
 * <p>
 * {@code @Unsigned short} stands for {@code u8}, {@code @Unsigned int} for {@code u16}
 * and {@code @Unsigned long} for {@code u32}. A value outside the unsigned range is
 * refused before the call. {@code u64} has no wider Java type: it is
 * {@code @Unsigned(Repr.U64) long}, with the same bits; the methods of {@link Long} with
 * {@code unsigned} in their names read it. A plain {@code long} is called the same way.
 */
@Documented
@Target({ ElementType.TYPE_USE, ElementType.PARAMETER, ElementType.METHOD, ElementType.RECORD_COMPONENT,
        ElementType.FIELD })
@Retention(RetentionPolicy.RUNTIME)
public @interface Unsigned {

    /**
     * {@return the integer, where it is not that of half the width: one element}
     */
    Repr[] value() default {};

}
