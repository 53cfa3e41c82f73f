package io.polyplug.application;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A build with Maven, in a process of its own, on the Java that runs the test. It
 * downloads what this build lacks, unless this build is offline.
 *
 * @param exitCode 0 if it succeeded
 * @param output what it has written
 */
record Build(int exitCode, String output) {

    /**
     * The name of the plugin, for goals that are called without a project.
     */
    static final String PLUGIN = "io.polyplug:polyplug-maven-plugin:" + LocalRepository.VERSION;

    /**
     * Runs Maven in a folder.
     * @param words goals and options
     */
    static Build run(Path folder, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(words));
        Process process = Command.start(folder, command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Build(process.waitFor(), output);
    }

    /**
     * Returns the command that runs Maven with what this build has made.
     */
    static List<String> command() throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("maven.executable"), "-B", "-ntp",
                "-Dstyle.color=never", "-Dmaven.repo.local=" + LocalRepository.ofThisBuild().folder()));
        if (Boolean.parseBoolean(property("offline"))) {
            command.add("-o");
        }
        String settings = property("settings");
        if (!settings.isEmpty() && Files.exists(Path.of(settings))) {
            command.addAll(List.of("-s", settings));
        }
        return command;
    }

    /** Returns a setting of the build, without the word before it. */
    private static String property(String name) {
        return System.getProperty("maven." + name, "").replaceFirst("^" + name + ": ", "");
    }

    /**
     * Returns the lines of one level.
     * @param level {@code ERROR}, {@code WARNING} or {@code INFO}
     */
    List<String> lines(String level) {
        String prefix = "[" + level + "] ";
        return this.output.lines()
            .filter((line) -> line.startsWith(prefix))
            .map((line) -> line.substring(prefix.length()))
            .toList();
    }

}
