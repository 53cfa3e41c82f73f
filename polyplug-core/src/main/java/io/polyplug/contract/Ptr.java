package io.polyplug.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a parameter, result or record component of type {@code long} is an address, a
 * {@code Ptr}.
 * <p>
 * It changes nothing of a call: an address is 64 bits that polyplug does not follow. It
 * is for readers, and for tools that make an api of the Java interface, where a plain
 * {@code long} is an {@code i64}.
 */
@Documented
@Target({ ElementType.TYPE_USE, ElementType.PARAMETER, ElementType.METHOD, ElementType.RECORD_COMPONENT,
        ElementType.FIELD })
@Retention(RetentionPolicy.RUNTIME)
public @interface Ptr {

}
