package io.polyplug.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.BundleLoadException;
import io.polyplug.files.FolderListing.Entry;
import io.polyplug.platform.FileNames;
import io.polyplug.zip.ArchiveProblems;
import io.polyplug.zip.ZipArchive;
import io.polyplug.zip.ZipMember;
import org.jspecify.annotations.Nullable;

/**
 * A bundle's archive, open while it is copied. Not thread-safe.
 */
final class ArchiveSource implements CopySource {

    /*
     * How a change under the copy is seen: all that is copied is what one directory says,
     * read from one open file, with a checksum for each file. So a copy without a failure
     * is one archive's content. Whether that is still the archive's is seen by its times
     * and its identity; where these differ, or cannot tell since it was written just
     * before, the directory is read once more and compared.
     */
    private static final FileTime NO_TIME = FileTime.from(Instant.EPOCH);

    private final Path file;

    private final Entry before;

    private final Instant start;

    private final ZipArchive archive;

    private final CopyProblems problems;

    private final Map<Path, ZipMember> files = new LinkedHashMap<>();

    private final FolderListing listing;

    private ArchiveSource(Path file, Entry before, Instant start, ZipArchive archive, CopyProblems problems) {
        this.file = file;
        this.before = before;
        this.start = start;
        this.archive = archive;
        this.problems = problems;
        this.listing = list();
    }

    static ArchiveSource of(Path bundle, CopyProblems problems) throws IOException {
        Instant start = Instant.now();
        Entry before = stateOf(bundle);
        ZipArchive archive = open(bundle, problems);
        try {
            return new ArchiveSource(bundle, before, start, archive, problems);
        }
        catch (Throwable ex) {
            archive.close();
            throw ex;
        }
    }

    private static ZipArchive open(Path file, CopyProblems problems) throws IOException {
        return ZipArchive.open(file, ArchiveProblems.reading(problems.source()));
    }

    private static Entry stateOf(Path file) throws IOException {
        return FolderListing.entryAt(file.toRealPath());
    }

    /** Folders come before what is in them. */
    private FolderListing list() {
        Map<Path, Entry> entries = new TreeMap<>();
        for (ZipMember member : this.archive.members()) {
            Path path = pathOf(member);
            for (Path around = path.getParent(); around != null; around = around.getParent()) {
                entries.put(around, new Entry.Folder());
            }
            if (member.folder()) {
                entries.put(path, new Entry.Folder());
            }
            else {
                entries.put(path, new Entry.Plain(member.size(), NO_TIME, NO_TIME, null));
                this.files.put(path, member);
            }
        }
        return new FolderListing(new LinkedHashMap<>(entries));
    }

    private Path pathOf(ZipMember member) {
        try {
            return Path.of(member.path());
        }
        catch (InvalidPathException ex) {
            throw ArchiveProblems.reading(this.problems.source())
                .at(member.path(), "has a name that no file can have here: " + ex.getReason(),
                        FileNames.cure(member.path(), "Give it another name, and pack it anew"), ex);
        }
    }

    @Override
    public Path shownAs() {
        return this.problems.source();
    }

    @Override
    public FolderListing listing() {
        return this.listing;
    }

    @Override
    public ReadableByteChannel open(Path path) {
        ZipMember member = this.files.get(path);
        if (member == null) {
            throw new IllegalArgumentException("There is no file '" + path + "'");
        }
        return new Content(this.archive.open(member));
    }

    @Override
    public void requireUnchanged(Path copy, FileCopier copier) throws IOException {
        Entry now = stateOf(this.file);
        boolean certain = now.equals(this.before) && now instanceof Entry.Plain plain
                && !plain.isTouchedAfter(this.start.minusSeconds(FolderSource.RESOLUTION_SECONDS));
        if (!certain && !isAsItWas()) {
            throw this.problems.archiveChanged(null);
        }
    }

    private boolean isAsItWas() throws IOException {
        try (ZipArchive again = open(this.file, this.problems)) {
            return again.members().equals(this.archive.members());
        }
        catch (BundleArchiveException ex) {
            return false;
        }
    }

    /** What is damaged may be the half of two archives. */
    private @Nullable BundleLoadException changed(BundleArchiveException damage) throws IOException {
        try {
            return (!stateOf(this.file).equals(this.before) && !isAsItWas()) ? this.problems.archiveChanged(damage)
                    : null;
        }
        catch (NoSuchFileException ex) {
            return this.problems.archiveChanged(damage);
        }
    }

    @Override
    public void close() throws IOException {
        this.archive.close();
    }

    /** The content of a file, whose failure is told as what caused it. */
    private final class Content implements ReadableByteChannel {

        private final ReadableByteChannel content;

        Content(ReadableByteChannel content) {
            this.content = content;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            try {
                return this.content.read(target);
            }
            catch (BundleArchiveException ex) {
                BundleLoadException changed = changed(ex);
                throw (changed != null) ? changed : ex;
            }
        }

        @Override
        public boolean isOpen() {
            return this.content.isOpen();
        }

        @Override
        public void close() throws IOException {
            this.content.close();
        }

    }

}
