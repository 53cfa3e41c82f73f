package io.polyplug.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.fixtures.NativeFixtures;

/**
 * A folder with copies of the bundles, and runtimes on it. Closing it deletes the folder;
 * the runtimes have to be closed before.
 */
final class Stage implements AutoCloseable {

    private static final String JNI_LIBRARY = "/jni/libjni.so";

    private final Path folder;

    Stage() {
        try {
            this.folder = Files.createTempDirectory(around(), "polyplug-benchmarks-").toRealPath();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the folder that all stages are made in. */
    static Path around() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Returns a folder that holds a bundle of the class path. */
    Path bundle(String name) {
        return NativeFixtures.copyTo(name, this.folder.resolve("bundles").resolve(name));
    }

    /** Returns another copy of the library of bundle {@code measured}. */
    Path library(String copy) {
        return NativeFixtures.library(NativeFixtures.copyTo("measured", this.folder.resolve(copy)));
    }

    /** Returns a folder for something else. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(this.folder.resolve(name));
    }

    /** Returns whether native methods could be compiled: Maven ran on a full JDK. */
    static boolean hasJni() {
        return Stage.class.getResource(JNI_LIBRARY) != null;
    }

    /** Returns the library with the native methods. */
    Path jniLibrary() {
        return copy(JNI_LIBRARY, "libjni.so");
    }

    /** Returns the library with the system calls of a reload. */
    Path floorLibrary() {
        return copy("/floor/libfloor.so", "libfloor.so");
    }

    private Path copy(String resource, String file) {
        Path library = this.folder.resolve(file);
        try (InputStream stream = Objects.requireNonNull(Stage.class.getResourceAsStream(resource))) {
            Files.write(library, stream.readAllBytes());
            return library;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Builds a runtime with hot reload. */
    PolyplugRuntime runtime(String backend, Consumer<PolyplugRuntime.Builder> settings) {
        PolyplugRuntime.Builder builder = PolyplugRuntime.builder()
            .hotReload(true)
            .backend(backend)
            .workDirectory(this.folder.resolve("work"));
        settings.accept(builder);
        return builder.build();
    }

    /** Builds a runtime that has loaded bundle {@code measured}. */
    PolyplugRuntime runtime(String backend) {
        PolyplugRuntime runtime = runtime(backend, (builder) -> {
        });
        runtime.loadBundle(bundle("measured"));
        return runtime;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(this.folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
