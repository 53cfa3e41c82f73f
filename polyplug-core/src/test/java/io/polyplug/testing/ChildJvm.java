package io.polyplug.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own, of the release that runs the test, for what can only be said when a
 * JVM is started.
 */
public final class ChildJvm {

    /**
     * For what has ended before the better compiler would have paid. Options of the
     * caller come later and stand above these.
     */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final List<String> command = new ArrayList<>();

    private final Map<String, String> environment = new HashMap<>();

    private ChildJvm() {
        this.command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        this.command.addAll(SHORT_LIFE);
    }

    /** Prepares a JVM with options that it is to be started with. */
    public static ChildJvm with(String... options) {
        ChildJvm jvm = new ChildJvm();
        jvm.command.addAll(List.of(options));
        return jvm;
    }

    /** Sets a variable of its environment. */
    public ChildJvm environment(String name, String value) {
        this.environment.put(name, value);
        return this;
    }

    /** Puts a command before the JVM, which is to run it. */
    public ChildJvm behind(List<String> wrapper) {
        this.command.addAll(0, wrapper);
        return this;
    }

    /** Runs a main class of a class path until it ends; what it prints is the answer. */
    public String run(String classPath, Class<?> main, Object... arguments) throws IOException, InterruptedException {
        return run(List.of("-cp", classPath, main.getName()), arguments);
    }

    /**
     * Runs a main class of a module path until it ends; what it prints is the answer.
     * @param main the module, a slash and the class
     */
    public String runModule(String modulePath, String main, Object... arguments)
            throws IOException, InterruptedException {
        return run(List.of("-p", modulePath, "-m", main), arguments);
    }

    private String run(List<String> main, Object... arguments) throws IOException, InterruptedException {
        this.command.addAll(main);
        for (Object argument : arguments) {
            this.command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(this.command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().putAll(this.environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + process.waitFor();
    }

}
