package io.polyplug.interop;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * Builds the bundles of {@code src/test/languages} below {@code target/languages}, each
 * twice, and again only when something has changed that it is made of.
 */
final class LanguageWorkshop {

    private static final Duration LONGEST = Duration.ofMinutes(6);

    private static final List<String> HEADERS = List.of("guest.h", "polyplug_abi.h", "polyplug_id.h");

    private final Path base = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private final Path sources = this.base.resolve("src/test/languages");

    private final Path headers = this.base.resolve("../polyplug-abi/src/main/native/include").normalize();

    private final Path target = this.base.resolve("target/languages");

    /** Returns where the two builds and what they leave behind are. */
    Path folder() {
        return this.target;
    }

    /** Returns the lines of the script that builds a bundle. */
    List<String> commands(Guest guest) throws IOException {
        return Files.readAllLines(this.sources.resolve(guest.folder()).resolve(guest.script()));
    }

    /** Skips the calling test if a compiler is missing. */
    void require(Guest guest) {
        for (String tool : guest.tools()) {
            Assumptions.assumeTrue(isOnPath(tool), tool + " is not on the PATH, so there is no bundle " + guest);
        }
    }

    private static boolean isOnPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, tool)));
    }

    /**
     * Returns the folder of a build; its function {@code version} answers as given.
     * @throws AssertionError if it does not compile, with what the compiler says
     */
    Path bundle(Guest guest, int version) throws IOException {
        List<Path> from = sourcesOf(guest);
        Path folder = this.target.resolve(guest.name().toLowerCase() + "-" + version);
        Path mark = this.target.resolve(folder.getFileName() + ".made-from");
        String state = stateOf(from, guest);
        if (!Files.exists(mark) || !Files.readString(mark).equals(state)) {
            Files.deleteIfExists(mark);
            copy(from, folder, version);
            build(guest, folder);
            Files.writeString(mark, state);
        }
        return folder;
    }

    private void build(Guest guest, Path folder) throws IOException {
        Tool.Run run = new Tool(folder, LONGEST).run(List.of("sh", "-e", guest.script()));
        if (!run.succeeded()) {
            throw new AssertionError(
                    guest + " does not build, '" + guest.folder() + "/" + guest.script() + "' says:\n" + run.output());
        }
    }

    /** The second build differs by one number, wherever it stands. */
    private void copy(List<Path> from, Path folder, int version) throws IOException {
        delete(folder);
        for (Path source : from) {
            Path copy = folder.resolve(nameOf(source));
            Files.createDirectories(copy.getParent());
            Files.writeString(copy,
                    Files.readString(source).replace(String.valueOf(LanguageProbe.FIRST), String.valueOf(version)));
        }
    }

    private String nameOf(Path source) {
        Path within = source.startsWith(this.sources) ? this.sources.relativize(source) : source.getFileName();
        return ((within.getNameCount() > 1) ? within.subpath(1, within.getNameCount()) : within).toString();
    }

    private List<Path> sourcesOf(Guest guest) throws IOException {
        List<Path> all = new ArrayList<>(List.of(this.sources.resolve("manifest.toml")));
        HEADERS.forEach((each) -> all.add(this.headers.resolve(each)));
        try (Stream<Path> files = Files.walk(this.sources.resolve(guest.folder()))) {
            files.filter(Files::isRegularFile).sorted().forEach(all::add);
        }
        return all;
    }

    private static String stateOf(List<Path> files, Guest guest) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return guest.script() + " " + HexFormat.of().formatHex(digest.digest());
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

}
