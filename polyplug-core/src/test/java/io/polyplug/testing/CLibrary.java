package io.polyplug.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles libraries from C or C++ with flags that only one test wants. The headers of
 * the fixtures are there.
 */
public final class CLibrary {

    private static final List<String> HEADERS = List.of("guest.h", "polyplug_abi.h", "polyplug_id.h");

    private static final List<String> USUAL = List.of("-O1", "-fPIC", "-shared", "-D_GNU_SOURCE", "-pthread",
            "-fvisibility=hidden");

    private final Path folder;

    private final List<String> flags = new ArrayList<>();

    private String compiler = "cc";

    private CLibrary(Path folder) {
        this.folder = folder;
    }

    /** Prepares a library; sources go to a folder of their own. */
    public static CLibrary in(Path folder) {
        return new CLibrary(folder);
    }

    /** Adds arguments of the compiler. */
    public CLibrary with(String... arguments) {
        this.flags.addAll(List.of(arguments));
        return this;
    }

    /** Compiles C++. */
    public CLibrary plusPlus() {
        this.compiler = "c++";
        return this;
    }

    /** Returns whether a program is on the path. */
    public static boolean isInstalled(String program) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Compiles a source to a file, which is replaced if it is there. */
    public Path compile(String source, Path library) {
        try {
            HEADERS.forEach((header) -> NativeFixtures.headerTo(header, this.folder));
            Path file = this.folder.resolve(library.getFileName() + (this.compiler.equals("cc") ? ".c" : ".cc"));
            Files.writeString(file, source);
            Files.createDirectories(library.getParent());
            List<String> command = new ArrayList<>(List.of(this.compiler));
            command.addAll(USUAL);
            command.addAll(List.of("-I" + this.folder, "-o", library.toString(), file.toString()));
            command.addAll(this.flags);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return library;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
