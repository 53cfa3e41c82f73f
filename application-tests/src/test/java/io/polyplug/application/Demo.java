package io.polyplug.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The application that the README tells to write, in a folder of its own.
 */
final class Demo {

    static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    static final Path BUILD = MODULE.getParent();

    static final Page README = new Page(BUILD.resolve("README.md"));

    static final Page GUIDE = new Page(BUILD.resolve("docs/guide.md"));

    static final Page PERFORMANCE = new Page(BUILD.resolve("docs/performance.md"));

    static final Page AHEAD_OF_TIME = new Page(BUILD.resolve("docs/ahead-of-time.md"));

    private final Path folder;

    private final List<String> maven;

    private Demo(Path folder, List<String> maven) {
        this.folder = folder;
        this.maven = maven;
    }

    /**
     * Writes the application and has Maven build it.
     */
    static Demo build(Path folder) throws IOException, InterruptedException {
        Demo demo = new Demo(folder, quietMaven());
        demo.write();
        List<String> command = new ArrayList<>(demo.maven);
        command.add("package");
        Command.run(folder, command);
        demo.buildBundle("Hello ");
        return demo;
    }

    /**
     * Returns the command that runs Maven, which says nothing unless something is wrong.
     */
    static List<String> quietMaven() throws IOException {
        List<String> command = new ArrayList<>(Build.command());
        command.add("-q");
        return command;
    }

    private void write() throws IOException {
        String pom = Files.readString(MODULE.resolve("src/test/application/pom.xml"))
            .replace("@spring-boot.version@", System.getProperty("spring-boot.version"))
            .replace("@bom@", GUIDE.block("xml", "polyplug-bom"))
            .replace("@dependencies@", README.block("xml", "polyplug-spring-boot-starter"))
            .replace("@headers@", GUIDE.block("xml", "maven-dependency-plugin"))
            .replace("@process-aot@", AHEAD_OF_TIME.block("xml", "process-aot"))
            .replace("@native-access@", GUIDE.block("xml", "Enable-Native-Access"));
        write("pom.xml", pom);
        write("src/main/resources/application.yml", README.block("yaml", "polyplug:"));
        writeClass("Greeter", README.block("java", "interface Greeter"));
        writeClass("GreetingController", README.block("java", "class GreetingController"));
        writeClass("DemoApplication", """
                package com.example.demo;

                import org.springframework.boot.SpringApplication;
                import org.springframework.boot.autoconfigure.SpringBootApplication;

                @SpringBootApplication
                public class DemoApplication {

                    public static void main(String[] args) {
                        SpringApplication.run(DemoApplication.class, args);
                    }

                }
                """);
    }

    private void writeClass(String name, String code) throws IOException {
        write("src/main/java/com/example/demo/" + name + ".java", code);
    }

    private void write(String name, String text) throws IOException {
        Path file = this.folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /**
     * Puts the bundle of the README where its properties look for it, compiled with what
     * the guide has Maven unpack. The library is written in place, as compilers do.
     */
    void buildBundle(String greeting) throws IOException, InterruptedException {
        writeBundle(this.folder);
        write("greeter.c", README.block("c", "FUNCTION(greet)").replace("Hello ", greeting));
        compile(compilation());
    }

    /**
     * Does the same with the bundle that the guide writes without macros.
     */
    void buildBundleOfTheGuide() throws IOException, InterruptedException {
        write("greeter.c", GUIDE.block("c", "polyplug_init"));
        compile(GUIDE.command("-o plugins/greeter/libgreeter.so"));
    }

    private void compile(List<String> command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command);
        words.replaceAll((word) -> word.startsWith("-I") ? "-Itarget/polyplug/include" : word);
        Command.run(this.folder, words);
    }

    private static List<String> compilation() {
        return README.console()
            .stream()
            .filter((step) -> step.line().contains("libgreeter.so"))
            .findFirst()
            .orElseThrow()
            .words();
    }

    /**
     * Writes what the README tells to write for a bundle in C: its source, and its
     * manifest.
     */
    static void writeBundle(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("plugins/greeter"));
        Files.writeString(folder.resolve("greeter.c"), README.block("c", "FUNCTION(greet)"));
        Files.writeString(folder.resolve("plugins/greeter/manifest.toml"), README.block("toml", "name = \"greeter\""));
    }

    /**
     * Runs a command of the documentation in a folder.
     * @return what it has written; nothing of Maven, of whose own warnings there are some
     * on a new JDK
     */
    String run(Path directory, Page.Step step) throws IOException, InterruptedException {
        if (step.program().equals("mvn")) {
            List<String> words = new ArrayList<>(this.maven);
            words.addAll(step.words().subList(1, step.words().size()));
            Command.run(directory, words);
            return "";
        }
        return Command.run(directory, List.of("sh", "-c", step.line()));
    }

    /** Returns the executable jar. */
    Path jar() {
        return this.folder.resolve("target/demo-1.0.jar");
    }

    Path folder() {
        return this.folder;
    }

}
