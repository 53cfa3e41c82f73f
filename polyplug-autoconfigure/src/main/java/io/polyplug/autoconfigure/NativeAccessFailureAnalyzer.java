package io.polyplug.autoconfigure;

import io.polyplug.error.NativeAccessException;

/**
 * Explains that the JVM denies native access, with the option that grants it.
 */
final class NativeAccessFailureAnalyzer extends PolyplugFailureAnalyzer<NativeAccessException> {

    @Override
    String action(NativeAccessException failure) {
        String option = "Start the JVM with the option%n%n    %s%n%n".formatted(failure.option());
        String manifest = failure.manifestLine()
            .map("or, for 'java -jar', add this line to the manifest of the jar:%n%n    %s%n%n"::formatted)
            .orElse("");
        return option + manifest + "With 'mvn spring-boot:run' the option goes into 'jvmArguments' of the "
                + "spring-boot-maven-plugin, in a container into the environment variable JDK_JAVA_OPTIONS.";
    }

}
