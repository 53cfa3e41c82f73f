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
public final class RegisteredContracts {

    private RegisteredContracts() {
    }

    /**
     * Has a runtime of its own open the bundle that a manifest makes of a folder, and
     * initialise it: code of the library runs.
     * @param draft the manifest, with whatever is known
     * @return the contracts that the bundle registers
     * @throws io.polyplug.error.PolyplugException if the bundle cannot be opened, such as
     * for what it looks up from others
     * @throws IOException if its files cannot be copied
     */
    public static List<ContractPromise> of(ManifestCompletion draft) throws IOException {
        Path bundle = Files.createTempDirectory("polyplug-bundle");
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().compatibility(Compatibility.YOLO).build()) {
            Path folder = draft.file().toAbsolutePath().getParent();
            copyLibraries((folder != null) ? folder : bundle, bundle);
            Files.writeString(bundle.resolve("manifest.toml"), draft.text());
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
