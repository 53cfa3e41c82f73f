package io.polyplug.codegen.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

import io.polyplug.Compatibility;
import io.polyplug.PolyplugRuntime;

/**
 * What a library registers when it runs.
 */
final class RegisteredContracts {

    private RegisteredContracts() {
    }

    static List<ContractPromise> of(Path folder, String manifest) throws IOException {
        Path bundle = Files.createTempDirectory("polyplug-bundle");
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().compatibility(Compatibility.YOLO).build()) {
            copyLibraries(folder, bundle);
            Files.writeString(bundle.resolve("manifest.toml"), manifest);
            return runtime.verifyBundle(bundle)
                .contracts()
                .stream()
                .map((each) -> new ContractPromise(each.name(), each.version(), OptionalInt.of(each.functionCount())))
                .toList();
        }
        finally {
            delete(bundle);
        }
    }

    private static void copyLibraries(Path from, Path to) throws IOException {
        for (Path file : filesBelow(from)) {
            if (Files.isRegularFile(file) && file.getFileName().toString().matches(".*\\.so(\\.[0-9.]+)?")) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : filesBelow(folder)) {
            Files.delete(file);
        }
    }

}
