package io.polyplug.autoconfigure.aot;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;

import io.polyplug.PolyplugRuntime;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.Feature.AfterRegistrationAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with a runtime brings along what ends the build of a native image.
 */
@ExtendWith(OutputCaptureExtension.class)
class NativeImageRefusalTests {

    @Test
    void applicationWithARuntimeNamesTheFeatureThatRefuses(CapturedOutput output) throws Exception {
        String feature = feature(AheadOfTime.process(List.of(WithRuntime.class)));
        assertThat(feature).startsWith("--features=");
        Class<?> type = ClassUtils.forName(feature.substring("--features=".length()), getClass().getClassLoader());
        Feature refusal = (Feature) BeanUtils.instantiateClass(type);
        AfterRegistrationAccess nothing = null;
        assertThatExceptionOfType(UnsupportedOperationException.class)
            .isThrownBy(() -> refusal.afterRegistration(nothing));
        assertThat(output.getErr()).startsWith("polyplug cannot run in a native image.").contains("polyplug.enabled");
    }

    @Test
    void otherApplicationIsLeftAlone() {
        assertThat(AheadOfTime.process(List.of(WithoutRuntime.class)).files().getGeneratedFiles(Kind.RESOURCE))
            .doesNotContainKey(NativeImageRefusalProcessor.FILE);
    }

    private static String feature(AheadOfTime application) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(
                application.files().getGeneratedFileContent(Kind.RESOURCE, NativeImageRefusalProcessor.FILE)));
        return properties.getProperty("Args");
    }

    @Configuration(proxyBeanMethods = false)
    static class WithRuntime {

        @Bean(destroyMethod = "close")
        PolyplugRuntime runtime() {
            return PolyplugRuntime.builder().build();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class WithoutRuntime {

    }

}
