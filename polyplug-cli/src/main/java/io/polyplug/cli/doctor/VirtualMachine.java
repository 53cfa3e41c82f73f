package io.polyplug.cli.doctor;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import javax.tools.ToolProvider;

/**
 * The Java that runs.
 */
final class VirtualMachine {

    private static final int FIRST_JAVA_WITH_FFM = 25;

    private static final int FIRST_JAVA_THAT_WARNS = 24;

    private VirtualMachine() {
    }

    static List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(version());
        findings.add(compiler());
        findings.add(nativeAccess());
        findings.add(options(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        return findings;
    }

    private static Finding version() {
        String text = Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.home");
        return (Runtime.version().feature() >= FIRST_JAVA_WITH_FFM) ? Finding.fine("java", text)
                : Finding.slow("java", text + ". Calls go through JNA here, and what takes 114 ns so takes 9 through"
                        + " java.lang.foreign, from Java " + FIRST_JAVA_WITH_FFM + " on (docs/performance.md)");
    }

    private static Finding compiler() {
        return (ToolProvider.getSystemJavaCompiler() != null) ? Finding.fine("compiler", "This Java has one")
                : Finding.unknown("compiler", "This Java has none: 'polyplug run' can list contracts and call nothing."
                        + " Applications do not need it");
    }

    private static Finding nativeAccess() {
        if (Runtime.version().feature() < FIRST_JAVA_THAT_WARNS) {
            return Finding.fine("native access", "This Java allows it to everyone");
        }
        try {
            boolean enabled = (boolean) Module.class.getMethod("isNativeAccessEnabled")
                .invoke(VirtualMachine.class.getModule());
            return enabled
                    ? Finding.fine("native access",
                            "Enabled here. Applications need it as well: --enable-native-access=ALL-UNNAMED")
                    : Finding.unknown("native access", "Not enabled here, so this Java warns, or denies it. Start it"
                            + " with --enable-native-access=ALL-UNNAMED");
        }
        catch (ReflectiveOperationException ex) {
            return Finding.unknown("native access", "This Java does not say: " + ex);
        }
    }

    /** Returns what options of the JVM keep from being fast. */
    static Finding options(List<String> options) {
        for (String option : options) {
            if (option.equals("-Xint")) {
                return Finding.slow("jvm options", "-Xint: nothing is compiled, calls included. Take it away");
            }
            if (option.startsWith("-XX:TieredStopAtLevel=") && !option.endsWith("=4")) {
                return Finding.slow("jvm options", option + ": compiled calls are not optimised. Take it away");
            }
        }
        return Finding.fine("jvm options", "None that makes calls slow");
    }

}
