package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that measures something, and is ended when it takes too long.
 *
 * @param effort how much it does
 * @param home where the JDK is
 * @param options of the JVM
 * @param classPath the class path
 */
record ChildJvm(Effort effort, Path home, List<String> options, String classPath) {

    private static final List<String> OPTIONS = List.of("--enable-native-access=ALL-UNNAMED", "-Xms512m", "-Xmx512m",
            "-XX:+AlwaysPreTouch");

    /** Returns one like this. */
    static ChildJvm another(Effort effort) {
        return new ChildJvm(effort, Path.of(System.getProperty("java.home")), OPTIONS,
                System.getProperty("java.class.path"));
    }

    /** Returns one with more options. */
    ChildJvm with(List<String> more) {
        List<String> all = new ArrayList<>(this.options);
        all.addAll(more);
        return new ChildJvm(this.effort, this.home, all, this.classPath);
    }

    /** Starts it; what it prints can be read from the process. */
    Process start(ProcessBuilder.Redirect output, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(this.home.resolve("bin/java").toString());
        command.addAll(this.options);
        command.add("-D" + UpstreamBuild.SOURCES + "=" + UpstreamBuild.sources());
        command.add(this.effort.jvmArgument());
        command.addAll(List.of("-classpath", this.classPath, main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectOutput(output)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        process.onExit()
            .orTimeout(this.effort.longest().toSeconds(), TimeUnit.SECONDS)
            .exceptionally((timeout) -> process.destroyForcibly());
        return process;
    }

    /**
     * Runs it; what it prints is printed by this one.
     * @return its exit value
     */
    int run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return start(ProcessBuilder.Redirect.INHERIT, main, arguments).waitFor();
    }

}
