package io.polyplug.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.polyplug.codegen.guest.GuestLanguage;
import io.polyplug.codegen.guest.GuestProject;
import io.polyplug.codegen.guest.GuestSettings;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Assumptions;

/**
 * Bundle {@code upstream-peer} once more, by a project that our generator makes. The
 * bodies of its functions are in {@code src/test/guests}; it is built as its README says.
 */
final class OurPeer {

    /** The name that upstream's bundle has. */
    static final String NAME = "upstream-peer";

    /** What function {@code build} answers. */
    static final int BUILD = 300;

    private static final Duration LONGEST = Duration.ofMinutes(6);

    private static final String ZIG = System.getenv().getOrDefault("POLYPLUG_TEST_ZIG", "zig");

    private final GuestLanguage language;

    private final Path folder;

    OurPeer(GuestLanguage language, Path folder) {
        this.language = language;
        this.folder = folder;
    }

    /** Skips the calling test if a compiler is missing. */
    void require() throws IOException {
        List<String> tools = switch (this.language) {
            case C -> List.of("cmake", "cc");
            case CPP -> List.of("cmake", "c++");
            case RUST -> List.of("cargo");
            case GO -> List.of("go", "gcc");
            case ZIG -> List.of();
        };
        for (String tool : tools) {
            Assumptions.assumeTrue(isOnPath(tool), tool + " is not on the PATH, so there is no bundle of ours");
        }
        if (this.language == GuestLanguage.ZIG) {
            Assumptions.assumeTrue(shell(this.folder.getParent(), "zig version").succeeded(),
                    "There is no zig: neither on the PATH nor as POLYPLUG_TEST_ZIG, nor as python3 -m ziglang");
        }
    }

    private static boolean isOnPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch((each) -> Files.isExecutable(Path.of(each, tool)));
    }

    /**
     * Makes the project and builds it.
     * @return the folder of the bundle
     * @throws AssertionError if it does not compile, with what the compiler says
     */
    Path build() throws IOException {
        GuestProject
            .of(GeneratedContracts.api(),
                    new GuestSettings(NAME, new Version(1, 0, 0), List.of("demo.peer"), this.language))
            .write(this.folder);
        writeBodies();
        List<String> commands = Files.readString(this.folder.resolve("README.md")).split("```\n", -1)[1].lines()
            .toList();
        String command = commands.get(commands.size() - 1);
        Tool.Run run = shell(this.folder, command);
        if (!run.succeeded()) {
            throw new AssertionError("'" + command + "' failed:\n" + run.output());
        }
        return this.folder.resolve("bundle");
    }

    /** Tests that expect what stood there before go. */
    private void writeBodies() throws IOException {
        String place = switch (this.language) {
            case C -> "src/peer.c";
            case CPP -> "src/peer.cpp";
            case RUST -> "src/lib.rs";
            case GO -> "plugin.go";
            case ZIG -> "src/plugin.zig";
        };
        Path body = this.folder.resolve(place);
        Path source = Path.of(System.getProperty("basedir", ""))
            .resolve("src/test/guests")
            .resolve(this.language.name().toLowerCase(Locale.ROOT))
            .resolve(body.getFileName());
        Files.writeString(body, Files.readString(source));
        for (String test : List.of("test/peer_test.c", "test/peer_test.cpp", "plugin_test.go")) {
            Files.deleteIfExists(this.folder.resolve(test));
        }
    }

    /** Zig may be a program, or a module of Python. */
    private static Tool.Run shell(Path folder, String command) throws IOException {
        boolean program = !ZIG.equals("zig") || isOnPath("zig");
        String zig = "zig() { " + (program ? "command '" + ZIG + "'" : "python3 -m ziglang") + " \"$@\"; }; ";
        return new Tool(folder, LONGEST).run(List.of("sh", "-ec", zig + command));
    }

}
