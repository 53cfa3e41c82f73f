package io.polyplug.autoconfigure.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes guest contracts injectable that lie outside the application's packages. Without
 * attributes, those in the package of the annotated class and below it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(ImportGuestContractsRegistrar.class)
public @interface ImportGuestContracts {

    /**
     * Alias for {@link #types()}.
     * @return the contract interfaces
     */
    @AliasFor("types")
    Class<?>[] value() default {};

    /**
     * Returns contract interfaces to make injectable.
     * @return the contract interfaces
     */
    @AliasFor("value")
    Class<?>[] types() default {};

    /**
     * Returns packages in which to look for contract interfaces, the packages below them
     * included.
     * @return the names of the packages
     */
    String[] basePackages() default {};

}
