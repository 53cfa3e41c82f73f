package io.polyplug.autoconfigure.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes guest contracts injectable that lie outside the application's packages. Without
 * types and packages, those in the package of the annotated class and below it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(ImportGuestContracts.Container.class)
@Import(ImportGuestContractsRegistrar.class)
public @interface ImportGuestContracts {

    /**
     * Alias for {@link #types()}.
     * @return the contract interfaces
     */
    @AliasFor("types")
    Class<?>[] value() default {};

    /**
     * {@return contract interfaces to make injectable}
     */
    @AliasFor("value")
    Class<?>[] types() default {};

    /**
     * {@return the names of packages in which to look for contract interfaces, the
     * packages below them included}
     */
    String[] basePackages() default {};

    /**
     * {@return classes in whose packages to look for contract interfaces, the packages
     * below them included}
     */
    Class<?>[] basePackageClasses() default {};

    /**
     * {@return the name of the bundle that the contracts are bound to; empty for the
     * first provider at each call} They are injected where a qualifier names the bundle,
     * and without a qualifier where the contract is not injectable otherwise.
     */
    String bundle() default "";

    /**
     * Holds several {@link ImportGuestContracts}. Applications need not write it.
     */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Import(ImportGuestContractsRegistrar.class)
    @interface Container {

        /**
         * {@return what is imported}
         */
        ImportGuestContracts[] value();

    }

}
