package io.polyplug.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * Upstream's published generator, and the bundles that are made with it from
 * {@code src/test/rust}. Everything is kept in {@code target/upstream} and made again
 * only when a source has changed. Without cargo, or without what it has to download,
 * there is nothing here, and the tests are skipped with the reason.
 */
final class Workshop {

    /** The published version that this host is compatible with. */
    private static final String VERSION = "0.1.3";

    /** The first release of Rust that upstream's crates can be built with. */
    private static final int LEAST_RUST_MINOR = 85;

    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final String COMPILING = "Compiling ";

    private final Path sources;

    private final Path folder;

    private final Tool tool;

    private final String obstacle;

    private Workshop(Path base) throws IOException {
        this.sources = base.resolve("src/test/rust");
        this.folder = Files.createDirectories(base.resolve("target/upstream"));
        this.tool = new Tool(this.folder, LONGEST);
        this.obstacle = build();
        if (!this.obstacle.isEmpty()) {
            System.out.println("SKIPPED tests with upstream's bundles: " + this.obstacle);
        }
    }

    /**
     * Builds what is missing.
     * @throws IOException if files cannot be read or written
     * @throws AssertionError if something does not compile
     */
    static Workshop open() throws IOException {
        return new Workshop(Path.of(System.getProperty("basedir", "")).toAbsolutePath());
    }

    /** Skips the calling test if there are no tools here. */
    void require() {
        Assumptions.assumeTrue(this.obstacle.isEmpty(), this.obstacle);
    }

    /** Returns the folder of a bundle as the tools have made it. */
    Path bundle(String member) {
        return this.folder.resolve("bundles").resolve(member);
    }

    /** Runs the generator. */
    Tool.Run polyplugc(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(Arrays.asList(arguments));
        try {
            return new Tool(this.folder, Duration.ofMinutes(1)).run(command);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private Path program() {
        return this.folder.resolve("tool/bin/polyplugc");
    }

    /** Returns why there is nothing, or an empty text. */
    private String build() throws IOException {
        Path mark = this.folder.resolve("made-from");
        String state = stateOfSources();
        if (Files.exists(mark) && Files.readString(mark).equals(state)) {
            return "";
        }
        try {
            requireCargo();
            if (!Files.exists(program())) {
                cargo("install", "polyplugc", "--version", "=" + VERSION, "--locked", "--profile", "dev", "--root",
                        "tool", "--target-dir", "tool-target");
            }
            generate();
            cargo("build", "--release", "--manifest-path", "rust/Cargo.toml", "--target-dir", "rust-target");
            assemble();
        }
        catch (UnavailableException ex) {
            return ex.getMessage();
        }
        Files.writeString(mark, state);
        return "";
    }

    private void requireCargo() throws UnavailableException {
        Tool.Run run;
        try {
            run = this.tool.run(List.of("cargo", "--version"));
        }
        catch (IOException ex) {
            throw new UnavailableException("cargo is not on the PATH, so no upstream bundles can be made");
        }
        Matcher version = Pattern.compile("cargo 1\\.(\\d+)").matcher(run.output());
        if (!run.succeeded() || !version.find()) {
            throw new UnavailableException(
                    "cargo does not work, so no upstream bundles can be made: " + run.lastWords());
        }
        if (Integer.parseInt(version.group(1)) < LEAST_RUST_MINOR) {
            throw new UnavailableException("upstream's crates need Rust 1." + LEAST_RUST_MINOR
                    + " or later, and here is " + run.output().strip());
        }
    }

    /**
     * Runs cargo on what it has downloaded before, and with the network when that does
     * not do. A failure before anything is compiled is about what cannot be had; one
     * after that is a failure.
     */
    private void cargo(String... arguments) throws IOException, UnavailableException {
        List<String> command = new ArrayList<>(List.of("cargo"));
        command.addAll(Arrays.asList(arguments));
        List<String> offline = new ArrayList<>(command);
        offline.add("--offline");
        Tool.Run run = this.tool.run(offline);
        if (!run.succeeded() && !run.output().contains(COMPILING)) {
            run = this.tool.run(command);
        }
        if (!run.succeeded()) {
            if (!run.output().contains(COMPILING)) {
                throw new UnavailableException(
                        "cargo cannot get what it has to download, so no upstream bundles can be made: "
                                + run.lastWords());
            }
            throw new AssertionError("'" + run.command() + "' failed:\n" + run.output());
        }
    }

    private void generate() throws IOException {
        for (Path source : files(this.sources)) {
            Path copy = this.folder.resolve("rust").resolve(this.sources.relativize(source).toString());
            // Cargo goes by the time of a file: what has not changed stays as it is.
            if (!Files.exists(copy) || Files.mismatch(source, copy) >= 0) {
                Files.createDirectories(copy.getParent());
                Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (String member : members()) {
            Path generated = this.folder.resolve("rust").resolve(member).resolve("generated");
            Tool.Run run = polyplugc("generate", "--bundle", generated.resolveSibling("bundle.toml").toString(),
                    "--lang", "rust", "--out", generated.toString());
            if (!run.succeeded()) {
                throw new AssertionError("'" + run.command() + "' failed:\n" + run.output());
            }
        }
    }

    private void assemble() throws IOException {
        for (String member : members()) {
            Path bundle = Files.createDirectories(bundle(member));
            String library = "lib" + member.replace('-', '_') + ".so";
            Files.copy(this.folder.resolve("rust").resolve(member).resolve("generated/manifest.toml"),
                    bundle.resolve("manifest.toml"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(this.folder.resolve("rust-target/release").resolve(library), bundle.resolve(library),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<String> members() throws IOException {
        try (Stream<Path> children = Files.list(this.sources)) {
            return children.filter((each) -> Files.exists(each.resolve("bundle.toml")))
                .map((each) -> each.getFileName().toString())
                .sorted()
                .toList();
        }
    }

    private String stateOfSources() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files(this.sources)) {
                digest.update(this.sources.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
            }
            return VERSION + " " + HexFormat.of().formatHex(digest.digest());
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Says why nothing can be built. */
    private static final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }

    }

}
