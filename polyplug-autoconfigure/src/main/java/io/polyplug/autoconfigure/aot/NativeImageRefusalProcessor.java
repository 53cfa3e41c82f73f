package io.polyplug.autoconfigure.aot;

import java.nio.charset.StandardCharsets;

import io.polyplug.PolyplugRuntime;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.io.ByteArrayResource;

/**
 * Puts {@link NativeImageRefusal} among what is generated for an application that has a
 * runtime.
 * <p>
 * Processing ahead of time is the same for a JVM and for a native image, and nothing
 * tells it which it is for. So it generates a file that GraalVM alone reads.
 */
final class NativeImageRefusalProcessor implements BeanFactoryInitializationAotProcessor {

    static final String FILE = "META-INF/native-image/io.polyplug/polyplug-autoconfigure/native-image.properties";

    static final String CONTENT = "Args = --features=io.polyplug.autoconfigure.aot.NativeImageRefusal\n";

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beanFactory) {
        if (beanFactory.getBeanNamesForType(PolyplugRuntime.class, true, false).length == 0) {
            return null;
        }
        return (generationContext, code) -> generationContext.getGeneratedFiles()
            .handleFile(Kind.RESOURCE, FILE, (file) -> {
                if (!file.exists()) {
                    file.create(new ByteArrayResource(CONTENT.getBytes(StandardCharsets.UTF_8)));
                }
            });
    }

}
