package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A bundle and a host in Rust, made with upstream's published generator and crates from
 * {@code src/main/upstream}, below {@code target/upstream}, and the same bundle as
 * scripts. Needs cargo, for scripts pip, and the network or what these have downloaded
 * before.
 */
final class UpstreamBuild {

    /** The system property that names the folder of the sources. */
    static final String SOURCES = "benchmarks.upstream";

    private static final String VERSION = "0.1.3";

    private static final long LONGEST_MINUTES = 5;

    private final Path sources = Path.of(sources()).toAbsolutePath();

    private final Path module = this.sources.resolve("../../..").normalize();

    private final Path folder = this.module.resolve("target/upstream");

    private final Path rust = this.folder.resolve("rust");

    /** Returns the folder that was named, or where it is for tests. */
    static String sources() {
        return System.getProperty(SOURCES, "src/main/upstream");
    }

    /**
     * Makes what is missing.
     * @param features of the host, for cargo
     * @throws UnavailableException if that cannot be done here, with the reason
     */
    void make(String... features) throws IOException, InterruptedException, UnavailableException {
        if (!Files.exists(this.sources.resolve("api.toml"))) {
            throw new UnavailableException("the property " + SOURCES + " does not name src/main/upstream");
        }
        Files.createDirectories(this.rust);
        Path generator = this.folder.resolve("tool/bin/polyplugc");
        if (!Files.exists(generator)) {
            cargo("install", "polyplugc", "--version", "=" + VERSION, "--locked", "--profile", "dev", "--root", "tool",
                    "--target-dir", "tool-target");
        }
        copySources();
        run(generator.toString(), "generate", "--bundle", "rust/bundle/bundle.toml", "--lang", "rust", "--out",
                "rust/bundle/generated");
        run(generator.toString(), "generate", "--api", "rust/api.toml", "--lang", "rust", "--out",
                "rust/host/generated");
        List<String> build = new ArrayList<>(List.of("build", "--release", "--manifest-path", "rust/Cargo.toml",
                "--target-dir", "rust-target"));
        for (String feature : features) {
            build.addAll(List.of("--features", "host/" + feature));
        }
        cargo(build.toArray(String[]::new));
    }

    /**
     * Returns the library that runs scripts of a language, fetched if it is missing.
     * @throws UnavailableException if that cannot be done here, with the reason
     */
    Path engine(Script script) throws IOException, InterruptedException, UnavailableException {
        Path target = this.folder.resolve("engines").resolve(script.key());
        Path library = target.resolve(script.library());
        if (!Files.exists(library)) {
            Files.createDirectories(this.folder);
            Path requirement = this.module.resolve("../interop-tests/src/test").resolve(script.key());
            run("python3", "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-deps",
                    "--require-hashes", "--only-binary", ":all:", "--upgrade", "--target", target.toString(),
                    "--requirement", requirement.resolve("engine.txt").toString());
        }
        return library;
    }

    /** Puts the bundle that is a script into a folder. */
    Path bundle(Script script, Path target) throws IOException {
        Path source = this.sources.resolve(script.key());
        for (String file : List.of("manifest.toml", script.file())) {
            Files.copy(source.resolve(file), target.resolve(file));
        }
        return target;
    }

    Path hostProgram() {
        return this.folder.resolve("rust-target/release/host");
    }

    /** Puts the bundle into a folder. */
    Path bundle(Path target) throws IOException {
        Files.copy(this.rust.resolve("bundle/generated/manifest.toml"), target.resolve("manifest.toml"));
        Files.copy(this.folder.resolve("rust-target/release/libbundle.so"), target.resolve("libbundle.so"));
        return target;
    }

    /** Cargo goes by the time of a file: what has not changed stays as it is. */
    private void copySources() throws IOException {
        try (Stream<Path> files = Files.walk(this.sources)) {
            for (Path source : files.filter(Files::isRegularFile).toList()) {
                Path copy = this.rust.resolve(this.sources.relativize(source).toString());
                if (!Files.exists(copy) || Files.mismatch(source, copy) >= 0) {
                    Files.createDirectories(copy.resolveSibling("."));
                    Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** With what was downloaded before if that does, else with the network. */
    private void cargo(String... arguments) throws IOException, InterruptedException, UnavailableException {
        List<String> command = new ArrayList<>(List.of("cargo"));
        command.addAll(List.of(arguments));
        List<String> offline = new ArrayList<>(command);
        offline.add("--offline");
        try {
            run(offline.toArray(String[]::new));
        }
        catch (UnavailableException ex) {
            run(command.toArray(String[]::new));
        }
    }

    private void run(String... command) throws IOException, InterruptedException, UnavailableException {
        Path output = Files.createTempFile(this.folder, "output-", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
            builder.environment()
                .putAll(Map.of("CARGO_TERM_COLOR", "never", "CARGO_NET_RETRY", "1", "CARGO_HTTP_TIMEOUT", "20"));
            Process process = start(builder);
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new UnavailableException("'" + String.join(" ", command) + "' took too long");
            }
            if (process.exitValue() != 0) {
                throw new UnavailableException(
                        "'" + String.join(" ", command) + "' failed: " + lastLines(Files.readString(output)));
            }
        }
        finally {
            Files.delete(output);
        }
    }

    private static Process start(ProcessBuilder builder) throws UnavailableException {
        try {
            return builder.start();
        }
        catch (IOException ex) {
            throw new UnavailableException("there is no " + builder.command().getFirst());
        }
    }

    private static String lastLines(String output) {
        List<String> lines = output.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    /** Says why upstream's host cannot be measured here. */
    static final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }

    }

}
