package io.polyplug.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.polyplug.error.BundleLoadException;
import io.polyplug.files.FolderListing.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A bundle's folder, as it was listed before it is copied. Immutable.
 */
final class FolderSource implements CopySource {

    /*
     * How a change under the copy is seen: the folder is listed before and after, with
     * size, times and identity of each file. This misses a change within the resolution
     * of the times, so the bytes of a file that was modified shortly before are read once
     * more and compared. So are those of a file that differs in nothing but the time of
     * its last change: a backup that links it, or the removal of a folder that shared it,
     * leaves its content alone. The folder is listed again afterwards, until two listings
     * are equal.
     */
    static final long RESOLUTION_SECONDS = 2;

    private static final int MAX_LISTINGS = 10;

    private final Path folder;

    private final FolderListing before;

    private final Instant start;

    private final CopyProblems problems;

    private FolderSource(Path folder, FolderListing before, Instant start, CopyProblems problems) {
        this.folder = folder;
        this.before = before;
        this.start = start;
        this.problems = problems;
    }

    static FolderSource of(Path bundle, Path target, CopyProblems problems) throws IOException {
        if (!Files.isDirectory(bundle)) {
            throw problems.refused("there is no such folder", "Create it or correct the path", null);
        }
        Path folder = bundle.toRealPath();
        if (target.startsWith(folder)) {
            throw problems.refused("the work directory lies in it", "Choose another folder for one of them", null);
        }
        Instant start = Instant.now();
        FolderListing before = FolderListing.of(folder);
        new CopyRules(folder).check(before, (refusal) -> {
            throw problems.refused(refusal.reason(), refusal.cure(), null);
        });
        return new FolderSource(folder, before, start, problems);
    }

    /** Tells everything for which a folder would not be copied. */
    static void check(Path bundle, CopyProblems problems, Consumer<BundleLoadException> refusals) throws IOException {
        Path folder = bundle.toRealPath();
        new CopyRules(folder).check(FolderListing.of(folder),
                (refusal) -> refusals.accept(problems.refused(refusal.reason(), refusal.cure(), null)));
    }

    @Override
    public Path shownAs() {
        return this.problems.source();
    }

    @Override
    public FolderListing listing() {
        return this.before;
    }

    @Override
    public ReadableByteChannel open(Path path) throws IOException {
        return FileChannel.open(this.folder.resolve(path), StandardOpenOption.READ);
    }

    @Override
    public void requireUnchanged(Path copy, FileCopier copier) throws IOException {
        FolderListing known = this.before;
        List<Path> doubtful = recent();
        for (int listings = 0; listings < MAX_LISTINGS; listings++) {
            requireSameContent(copy, doubtful, copier);
            FolderListing now = FolderListing.of(this.folder);
            if (now.equals(known)) {
                return;
            }
            doubtful = now.filesTouchedSince(known);
            known = now;
            if (doubtful.isEmpty()) {
                break;
            }
        }
        throw this.problems.changed(firstDifference(this.before.entries(), known.entries()), null);
    }

    private List<Path> recent() {
        Instant limit = this.start.minusSeconds(RESOLUTION_SECONDS);
        List<Path> recent = new ArrayList<>();
        this.before.entries().forEach((path, entry) -> {
            if (entry instanceof Entry.Plain file && file.isTouchedAfter(limit)) {
                recent.add(path);
            }
        });
        return recent;
    }

    private void requireSameContent(Path copy, List<Path> files, FileCopier copier) throws IOException {
        for (Path file : files) {
            if (!copier.haveSameContent(this.folder.resolve(file), copy.resolve(file))) {
                throw this.problems.changed(file.toString(), null);
            }
        }
    }

    private static String firstDifference(Map<Path, Entry> before, Map<Path, Entry> after) {
        for (Map.Entry<Path, Entry> entry : before.entrySet()) {
            if (!entry.getValue().equals(after.get(entry.getKey()))) {
                return entry.getKey().toString();
            }
        }
        return after.keySet()
            .stream()
            .filter((path) -> !before.containsKey(path))
            .findFirst()
            .map(Path::toString)
            .orElse("");
    }

    @Override
    public void close() {
        // Nothing is open between files.
    }

    /**
     * What a bundle's folder may hold: files, folders, and links that stay inside, both
     * as they are written and as the file system follows them.
     *
     * @param folder the folder's real path
     */
    private record CopyRules(Path folder) {

        private static final Refusal OUTSIDE = new Refusal("which is outside the bundle directory",
                "Put the file itself there");

        /**
         * What is wrong with an entry.
         *
         * @param reason the end of a clause
         * @param cure what to do, in one sentence
         */
        record Refusal(String reason, String cure) {
        }

        /**
         * Tells what is wrong with the entries that may not be there, in the order of the
         * listing.
         */
        void check(FolderListing listing, Consumer<Refusal> refusals) throws IOException {
            for (Map.Entry<Path, Entry> entry : listing.entries().entrySet()) {
                if (entry.getValue() instanceof Entry.Other) {
                    refusals.accept(new Refusal("'" + entry.getKey() + "' in its folder is neither a file nor a folder",
                            "Remove it, a bundle holds only these"));
                }
                if (entry.getValue() instanceof Entry.Link link) {
                    Refusal refusal = refusal(entry.getKey(), link.target());
                    if (refusal != null) {
                        refusals.accept(new Refusal("'" + entry.getKey() + "' in its folder is a link to "
                                + link.target() + ", " + refusal.reason(), refusal.cure()));
                    }
                }
            }
        }

        private @Nullable Refusal refusal(Path link, Path target) throws IOException {
            Path place = this.folder.resolve(link);
            if (target.isAbsolute()) {
                return new Refusal("which is absolute and leads out of a copy",
                        "Make it a relative one that stays inside the folder");
            }
            if (!place.resolveSibling(target).normalize().startsWith(this.folder)) {
                return OUTSIDE;
            }
            if (!Files.exists(place)) {
                return new Refusal("which leads to nothing", "Put the file there, or remove the link");
            }
            return place.toRealPath().startsWith(this.folder) ? null : OUTSIDE;
        }

    }

}
