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

    private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private static final Path BUILD = MODULE.getParent();

    static final Page README = new Page(BUILD.resolve("README.md"));

    static final Page GUIDE = new Page(BUILD.resolve("docs/guide.md"));

    static final Page AHEAD_OF_TIME = new Page(BUILD.resolve("docs/ahead-of-time.md"));

    private final Path folder;

    private Demo(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the application and has Maven build it.
     */
    static Demo build(Path folder) throws IOException, InterruptedException {
        Demo demo = new Demo(folder);
        demo.write();
        LocalRepository repository = LocalRepository.create(MODULE.resolve("target/repository"),
                Path.of(System.getProperty("maven.repository")), BUILD);
        Command.run(folder, maven(repository));
        demo.buildBundle("Hello ");
        return demo;
    }

    private static List<String> maven(LocalRepository repository) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("maven.executable"), "-B", "-q", "-ntp",
                "-Dmaven.repo.local=" + repository.folder()));
        if (Boolean.parseBoolean(property("offline"))) {
            command.add("-o");
        }
        String settings = property("settings");
        if (!settings.isEmpty() && Files.exists(Path.of(settings))) {
            command.addAll(List.of("-s", settings));
        }
        command.add("package");
        return command;
    }

    /** Returns a setting of the build, without the word before it. */
    private static String property(String name) {
        return System.getProperty("maven." + name, "").replaceFirst("^" + name + ": ", "");
    }

    private void write() throws IOException {
        String pom = Files.readString(MODULE.resolve("src/test/application/pom.xml"))
            .replace("@spring-boot.version@", System.getProperty("spring-boot.version"))
            .replace("@bom@", README.block("xml", "polyplug-bom"))
            .replace("@dependency@", README.block("xml", "polyplug-spring-boot-starter"))
            .replace("@process-aot@", AHEAD_OF_TIME.block("xml", "process-aot"))
            .replace("@native-access@", GUIDE.block("xml", "Enable-Native-Access"));
        write("pom.xml", pom);
        write("src/main/resources/application.yml", README.block("yaml", "polyplug:"));
        writeClass("Greeter", README.block("java", "interface Greeter"), "io.polyplug.contract.ContractFunction",
                "io.polyplug.contract.GuestContract");
        writeClass("GreetingController", README.block("java", "class GreetingController"),
                "org.springframework.web.bind.annotation.GetMapping",
                "org.springframework.web.bind.annotation.PathVariable",
                "org.springframework.web.bind.annotation.RestController");
        writeClass("DemoApplication", """
                @SpringBootApplication
                public class DemoApplication {

                    public static void main(String[] args) {
                        SpringApplication.run(DemoApplication.class, args);
                    }

                }
                """, "org.springframework.boot.SpringApplication",
                "org.springframework.boot.autoconfigure.SpringBootApplication");
    }

    private void writeClass(String name, String code, String... imports) throws IOException {
        StringBuilder text = new StringBuilder("package com.example.demo;\n\n");
        for (String each : imports) {
            text.append("import ").append(each).append(";\n");
        }
        write("src/main/java/com/example/demo/" + name + ".java", text.append("\n").append(code).toString());
    }

    private void write(String name, String text) throws IOException {
        Path file = this.folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /**
     * Puts the bundle of the guide where the README's properties look for it. The library
     * is written in place, as compilers do.
     */
    void buildBundle(String greeting) throws IOException, InterruptedException {
        write("plugins/greeter/manifest.toml",
                GUIDE.block("toml", "name = \"greeter\"").replaceFirst("(?s)\\[jvm].*", ""));
        String source = GUIDE.block("c", "FUNCTION(greet)");
        if (!source.contains("\"Hello \"")) {
            throw new IllegalStateException("The greeter of the guide does not say \"Hello \"");
        }
        write("greeter.c", source.replace("Hello ", greeting));
        List<String> compile = new ArrayList<>(GUIDE.command("-o libgreeter.so"));
        compile.replaceAll((word) -> word.equals("libgreeter.so") ? "plugins/greeter/libgreeter.so"
                : word.startsWith("-I") ? "-I" + BUILD.resolve("src-native-fixtures/src/main/native/include") : word);
        Command.run(this.folder, compile);
    }

    /** Returns the executable jar. */
    Path jar() {
        return this.folder.resolve("target/demo-1.0.jar");
    }

    Path folder() {
        return this.folder;
    }

}
