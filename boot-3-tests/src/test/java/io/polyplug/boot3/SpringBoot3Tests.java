package io.polyplug.boot3;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

/**
 * The starter in an application on Spring Boot 3.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringBoot3Tests {

    @Test
    void applicationIsToldWhichSpringBootIsNeeded(CapturedOutput output) {
        String found = SpringBootVersion.getVersion();
        assertThat(found).startsWith("3.5.");
        assertThatRuntimeException().isThrownBy(() -> SpringApplication.run(Application.class).close())
            .withMessage("polyplug needs Spring Boot 4.0 or later, and this application has " + found);
        assertThat(output).containsSubsequence("APPLICATION FAILED TO START", "Description:",
                "polyplug needs Spring Boot 4.0 or later, and this application has " + found, "Action:",
                "Raise the application's Spring Boot: in Maven the version of spring-boot-starter-parent");
        assertThat(output).doesNotContain("NoClassDefFoundError", "\tat ");
    }

    @SpringBootApplication
    static class Application {

    }

}
