package io.polyplug.autoconfigure.version;

import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Stops an application whose Spring Boot is too old before anything asks for what that
 * does not have. Stateless.
 * <p>
 * An initializer, because these run before any auto-configuration is loaded, and are
 * found under the same name by all versions of Spring Boot from 2 on.
 */
final class SpringBootVersionCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    /** A type that came with the oldest version that will do; a version can be hidden. */
    private static final String SINCE_OLDEST = "org.springframework.boot.EnvironmentPostProcessor";

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (!ClassUtils.isPresent(SINCE_OLDEST, SpringBootVersion.class.getClassLoader())) {
            throw new UnsupportedSpringBootException(SpringBootVersion.getVersion());
        }
    }

}
