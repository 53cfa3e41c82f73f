package io.polyplug.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.polyplug.archive.PackedContent.Part;
import io.polyplug.bundle.Manifest;
import io.polyplug.bundle.PlatformManifest;
import io.polyplug.signing.BundleSignature;
import io.polyplug.zip.ArchiveProblems;
import org.jspecify.annotations.Nullable;

/**
 * Makes the content of one archive of folders that hold one bundle, built for different
 * platforms. Not thread-safe; used once.
 */
final class PlatformMerge {

    private final ArchiveProblems problems;

    private final Map<String, Part> parts = new HashMap<>();

    /** The libraries by platform. */
    private final SortedMap<String, String> libraries = new TreeMap<>();

    private @Nullable PlatformManifest manifest;

    PlatformMerge(ArchiveProblems problems) {
        this.problems = problems;
    }

    void add(Path folder, PackedContent content) throws IOException {
        addLibraries(folder, agreed(PlatformManifest.read(folder.resolve(Manifest.FILE_NAME))));
        for (Map.Entry<String, Part> each : content.parts().entrySet()) {
            if (!each.getKey().equals(Manifest.FILE_NAME) && !each.getKey().equals(BundleSignature.FILE_NAME)) {
                add(each.getKey(), each.getValue());
            }
        }
    }

    PackedContent result() {
        PlatformManifest first = this.manifest;
        if (first == null) {
            throw new IllegalStateException("No folder was added");
        }
        this.parts.put(Manifest.FILE_NAME, new Part.Made(first.with(this.libraries).getBytes(StandardCharsets.UTF_8)));
        return PackedContent.of(this.parts);
    }

    private PlatformManifest agreed(PlatformManifest next) {
        PlatformManifest first = this.manifest;
        if (first == null) {
            this.manifest = next;
            return next;
        }
        first.difference(next).ifPresent((key) -> {
            throw this.problems.at(Manifest.FILE_NAME,
                    "would not be one: " + first.shownAs() + " and " + next.shownAs() + " differ in '" + key + "'",
                    "Pack folders of one version of one bundle, whose manifests differ in nothing but 'file'");
        });
        return next;
    }

    private void addLibraries(Path folder, PlatformManifest next) throws IOException {
        for (Map.Entry<String, String> each : next.files().entrySet()) {
            addLibrary(each.getKey(), each.getValue(), next);
        }
        if (next.file().isPresent()) {
            String library = next.file().get();
            addLibrary(platformOf(folder, library, next), library, next);
        }
    }

    private String platformOf(Path folder, String library, PlatformManifest next) throws IOException {
        Path file = folder.resolve(library).normalize();
        if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
            throw this.problems.at(library, "is named by " + next.shownAs() + " and is no file in its folder",
                    "Build the library, or correct 'file' in the manifest");
        }
        return LibraryPlatform.of(file)
            .orElseThrow(() -> this.problems.at(library, "does not tell for which platform it was built: " + file,
                    "Write its manifest with a table [file.<system>] in place of 'file'"));
    }

    private void addLibrary(String platform, String library, PlatformManifest next) {
        String before = this.libraries.putIfAbsent(platform, library);
        if (before != null && !before.equals(library)) {
            throw this.problems.at(library,
                    "would be a second library for " + platform + " beside '" + before + "': " + next.shownAs(),
                    "Pack one folder for each platform");
        }
    }

    private void add(String path, Part part) throws IOException {
        Part before = this.parts.putIfAbsent(path, part);
        if (before != null && !isSame(before, part)) {
            throw this.problems.at(path, "is not the same in the folders: " + fileOf(before) + " and " + fileOf(part),
                    "Give what differs between platforms a path of its own, and have 'file' name it");
        }
    }

    private static boolean isSame(Part one, Part other) throws IOException {
        return (one instanceof Part.Plain first && other instanceof Part.Plain second)
                ? Files.mismatch(first.file(), second.file()) < 0 : one.equals(other);
    }

    private static String fileOf(Part part) {
        return (part instanceof Part.Plain plain) ? plain.file().toString() : "an empty folder";
    }

}
