package io.polyplug.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Annotation for a test class whose application has its contracts without native code:
 * the configured bundles are not loaded, and those that {@link GuestBundle} declares take
 * their place. For {@code @SpringBootTest}, and for slices such as {@code @WebMvcTest},
 * which have no contracts otherwise.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigurePolyplugTest {

    /**
     * Whether native bundles can be loaded, and the configured ones are. Those that
     * {@link GuestBundle} declares stand in for the ones of the same name.
     * @return whether native bundles are loaded
     */
    @PropertyMapping("polyplug.load-on-startup")
    boolean nativeBundles() default false;

    /**
     * Whether the application does not start when a contract that is injected has no
     * provider, whatever its own configuration says.
     * @return whether missing providers fail the start
     */
    @PropertyMapping("polyplug.contracts.fail-fast")
    boolean failFast() default false;

}
