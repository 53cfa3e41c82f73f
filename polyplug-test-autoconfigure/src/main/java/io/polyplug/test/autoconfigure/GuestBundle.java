package io.polyplug.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Declares an object that provides contracts in a test, as if a native bundle did: calls
 * of the injected contract go through the runtime to it, with arguments and results
 * copied and checked. It stands in for a configured bundle of the same name. The object
 * provides each interface with {@link io.polyplug.contract.GuestContract} that it
 * implements; several of one bundle are put together. <pre class="code">
 * &#064;GuestBundle("tax")
 * static final TaxRules rules = (amount) -&gt; amount / 5;
 * </pre>
 * <p>
 * On a static field of a test class, of a class around it or above it; on a {@code @Bean}
 * method of a configuration; or on a component. Beans are injected nowhere by their type
 * then: the contract is. The object is made once for a context, which several tests may
 * share.
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface GuestBundle {

    /**
     * Alias for {@link #name()}.
     * @return the bundle's name
     */
    @AliasFor("name")
    String value() default "";

    /**
     * The bundle's name.
     * @return the name
     */
    @AliasFor("value")
    String name() default "";

    /**
     * The bundle's version: two or three numbers.
     * @return the version
     */
    String version() default "1.0.0";

}
