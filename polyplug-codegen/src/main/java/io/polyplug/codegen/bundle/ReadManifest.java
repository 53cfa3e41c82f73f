package io.polyplug.codegen.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import io.polyplug.inspection.BundleInspection;
import io.polyplug.inspection.Declaration;
import io.polyplug.inspection.PlatformInspection;

/**
 * What the runtime reads out of a text.
 *
 * @param declaration what it means
 * @param files the libraries by platform
 */
record ReadManifest(Declaration declaration, Map<String, String> files) {

    /** Reads a text; nothing if it is no TOML. */
    static Optional<ReadManifest> of(String text) throws IOException {
        if (text.isBlank()) {
            return Optional.of(new ReadManifest(new Declaration("", new BundleId(0), new Version(0, 0, 0), "",
                    List.of(), List.of(), false, List.of()), Map.of()));
        }
        Path folder = Files.createTempDirectory("polyplug-manifest");
        Path file = Files.writeString(folder.resolve("manifest.toml"), text);
        try {
            BundleInspection read = BundleInspection.of(folder);
            Map<String, String> files = new TreeMap<>();
            for (PlatformInspection platform : read.platforms()) {
                files.put(platform.platform(), platform.file());
            }
            return read.manifest().map((declaration) -> new ReadManifest(declaration, files));
        }
        finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    /** Returns whether all that an earlier text said is still said. */
    boolean keeps(ReadManifest before) {
        Declaration now = this.declaration;
        Declaration then = before.declaration;
        return (then.name().isEmpty() || then.name().equals(now.name()))
                && (then.id().value() == 0 || then.id().equals(now.id()))
                && (isNone(then.version()) || then.version().equals(now.version()))
                && (then.loader().isEmpty() || then.loader().equals(now.loader()))
                && this.files.entrySet().containsAll(before.files.entrySet())
                && then.provides()
                    .stream()
                    .allMatch((contract) -> contract.functionCount().isEmpty()
                            || count(contract.name()).equals(contract.functionCount()))
                && then.provides().size() <= now.provides().size() && then.dependencies().equals(now.dependencies())
                && then.jvmSettings().equals(now.jvmSettings());
    }

    boolean hasNoVersion() {
        return isNone(this.declaration.version());
    }

    private static boolean isNone(Version version) {
        return version.equals(new Version(0, 0, 0));
    }

    /** Returns how many functions a contract is to have. */
    OptionalLong count(String contract) {
        return this.declaration.provides()
            .stream()
            .filter((each) -> each.name().equals(contract))
            .map(Declaration.DeclaredContract::functionCount)
            .findFirst()
            .orElse(OptionalLong.empty());
    }

}
