package io.polyplug.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Annotation for a test that is about contracts and bundles <strong>only</strong>: of the
 * application's components those that configure the runtime are made, of
 * auto-configurations those of the runtime and of contracts, without native code.
 * <p>
 * A test of the whole application has {@code @SpringBootTest} and
 * {@link AutoConfigurePolyplugTest @AutoConfigurePolyplugTest} instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(PolyplugTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(PolyplugTypeExcludeFilter.class)
@AutoConfigurePolyplugTest
@ImportAutoConfiguration
public @interface PolyplugTest {

    /**
     * Properties in the form {@code key=value} that are added to the environment before
     * the test runs.
     * @return the properties
     */
    String[] properties() default {};

    /**
     * Whether the application does not start when a contract that is injected has no
     * provider.
     * @return whether missing providers fail the start
     */
    @AliasFor(annotation = AutoConfigurePolyplugTest.class, attribute = "failFast")
    boolean failFast() default false;

    /**
     * Whether the usual components are found by a scan: customizers of the runtime, and
     * loaders.
     * @return whether default filters are used
     */
    boolean useDefaultFilters() default true;

    /**
     * Filters that add components which are left out otherwise.
     * @return filters of what to include
     */
    Filter[] includeFilters() default {};

    /**
     * Filters that leave out components which are there otherwise.
     * @return filters of what to exclude
     */
    Filter[] excludeFilters() default {};

    /**
     * Auto-configurations to leave out.
     * @return the classes
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};

}
