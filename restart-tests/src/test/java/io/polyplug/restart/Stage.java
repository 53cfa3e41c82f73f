package io.polyplug.restart;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Puts applications together in a folder, and runs them in JVMs of their own.
 *
 * @param folder where
 */
public record Stage(Path folder) {

    static final List<String> OPENED = List.of("java.lang", "java.io", "java.util", "java.util.concurrent");

    /** The backend that this run of the tests is about. */
    public static String backend() {
        String ffm = (Runtime.version().feature() < 25) ? "jna" : "ffm";
        return System.getProperty("polyplug.backend", ffm);
    }

    /** Returns the folder of private copies. */
    public Path work() {
        return this.folder.resolve("work");
    }

    /** Returns the properties of an application with bundles. */
    Map<String, String> properties() {
        Path bundles = this.folder.resolve("bundles");
        if (Files.notExists(bundles)) {
            NativeFixtures.copyTo("everything", bundles.resolve("everything"));
            NativeFixtures.copyTo("threads", bundles.resolve("threads"));
        }
        return Map.of("polyplug.locations", bundles.toString(), "polyplug.work-directory", work().toString(),
                "polyplug.backend", backend());
    }

    /** Returns the jars of this class path whose names a test wants. */
    public List<Path> jars(Predicate<String> wanted) {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            boolean classes = path.endsWith(Path.of("target", "classes")) && Files.isDirectory(path);
            String name = classes ? module(path) + ".jar" : path.getFileName().toString();
            if (name.endsWith(".jar") && wanted.test(name)) {
                jars.add(classes ? jar(path) : path);
            }
        }
        return jars;
    }

    private static String module(Path classes) {
        return classes.getName(classes.getNameCount() - 3).toString();
    }

    /** As released, whatever phase of the build the modules have reached. */
    private Path jar(Path classes) {
        return jar(classes, this.folder.resolve(module(classes) + ".jar"));
    }

    /** Packs a folder of classes, unless that has been done. */
    public static Path jar(Path classes, Path jar) {
        if (Files.notExists(jar)) {
            int result = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
            assertThat(result).isZero();
        }
        return jar;
    }

    /** Copies the compiled classes of a package of these tests into a folder. */
    public Path copyPackage(String name, Path target) {
        Path relative = Path.of(Stage.class.getPackageName().replace('.', '/')).resolve(name);
        Path source = classes().resolve(relative);
        try (Stream<Path> files = Files.list(source)) {
            Path copies = Files.createDirectories(target.resolve(relative));
            for (Path file : files.toList()) {
                Files.copy(file, copies.resolve(file.getFileName()));
            }
            return target;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Path classes() {
        return Path.of("target", "test-classes").toAbsolutePath();
    }

    /** Runs a main class until it ends; the answer is what it has printed. */
    static List<String> run(List<Path> classPath, Map<String, String> properties, String main, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Soft references of the JDK's caches go with the first collection, not when
        // memory is scarce.
        command.addAll(
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:SoftRefLRUPolicyMSPerMB=0"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        OPENED.forEach((name) -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(main);
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

}
