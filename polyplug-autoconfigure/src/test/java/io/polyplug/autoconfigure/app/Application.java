package io.polyplug.autoconfigure.app;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;

/**
 * Makes this package the application's.
 */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
public class Application {

}
