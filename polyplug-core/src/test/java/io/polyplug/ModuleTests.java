package io.polyplug;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.ChildJvm;
import io.polyplug.testing.ModulePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application on the module path can do, and what it cannot.
 */
class ModuleTests {

    private static final Path APPLICATION = Path.of("src", "test", "modules", "app");

    private final String backend = ExpectedBackend.name();

    @TempDir
    private Path temporary;

    @Test
    void onlyTheApiIsExportedToEveryone() {
        assertThat(exported()).containsExactly("io.polyplug", "io.polyplug.archive", "io.polyplug.async",
                "io.polyplug.contract", "io.polyplug.error", "io.polyplug.inspection", "io.polyplug.rollout",
                "io.polyplug.signing", "io.polyplug.spi");
    }

    @Test
    void theSeamIsExportedToTheOtherBackendAlone() {
        assertThat(core().exports().stream().filter(ModuleDescriptor.Exports::isQualified))
            .allSatisfy((seam) -> assertThat(seam.targets()).containsExactly("io.polyplug.ffm"));
        assertThat(core().opens()).isEmpty();
    }

    @Test
    void exportedPackagesCanBeImported() throws IOException {
        assertThat(compile(intruder(exported()))).isEmpty();
    }

    @Test
    void packagesOfTheInsideCannotBeImported() throws IOException {
        Set<String> inside = new TreeSet<>(core().packages());
        inside.removeAll(exported());
        assertThat(inside).isNotEmpty();
        String errors = compile(intruder(inside));
        assertThat(inside)
            .allSatisfy((each) -> assertThat(errors).contains("error: package " + each + " is not visible"));
        assertThat(errors).contains(inside.size() + " error");
    }

    @Test
    void applicationOnTheModulePathCallsBundles() throws Exception {
        assertThat(compile(APPLICATION)).isEmpty();
        assertThat(run().lines()).contains("app io.polyplug " + this.backend, "3 hello module", "1.0",
                "hello hello guest", "compiled", "exit 0");
    }

    /** Runs the application that was compiled. */
    private String run() throws Exception {
        NativeFixtures.copyTo("everything", this.temporary.resolve("bundles/everything"));
        NativeFixtures.copyTo("caller", this.temporary.resolve("bundles/caller"));
        String module = this.backend.equals("ffm") ? "io.polyplug.ffm" : "com.sun.jna";
        return ChildJvm.with("--enable-native-access=" + module)
            .runModule(ModulePath.ofPolyplug() + File.pathSeparator + classes(), "app/app.Main",
                    this.temporary.resolve("bundles"), this.temporary.resolve("work"));
    }

    private static ModuleDescriptor core() {
        return ModuleFinder.of(modules()).find("io.polyplug").orElseThrow().descriptor();
    }

    private static Path[] modules() {
        return Stream.of(ModulePath.ofPolyplug().split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
    }

    private static Set<String> exported() {
        return core().exports()
            .stream()
            .filter((each) -> !each.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A module that imports packages of polyplug. */
    private Path intruder(Set<String> packages) throws IOException {
        Path folder = Files.createDirectories(this.temporary.resolve("intruder/intruder"));
        Files.writeString(folder.resolveSibling("module-info.java"), "module intruder { requires io.polyplug; }");
        Files.writeString(folder.resolve("Intruder.java"),
                packages.stream()
                    .map((each) -> "import " + each + ".*;\n")
                    .collect(Collectors.joining("", "package intruder;\n", "class Intruder { }\n")));
        return folder.getParent();
    }

    /** Compiles a module, and returns what the compiler says. */
    private String compile(Path sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-Xlint:-module", "-cp",
                this.temporary.toString(), "-p", ModulePath.ofPolyplug(), "-d", classes().toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter((each) -> each.endsWith(".java")).forEach(arguments::add);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(said, true, StandardCharsets.UTF_8);
        ToolProvider.findFirst("javac").orElseThrow().run(console, console, arguments.toArray(String[]::new));
        return said.toString(StandardCharsets.UTF_8);
    }

    private Path classes() {
        return this.temporary.resolve("classes");
    }

}
