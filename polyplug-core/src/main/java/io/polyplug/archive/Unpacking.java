package io.polyplug.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.polyplug.bundle.Manifest;
import io.polyplug.platform.FileNames;
import io.polyplug.zip.ArchiveProblems;
import io.polyplug.zip.ZipArchive;
import io.polyplug.zip.ZipMember;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is in an archive into a folder. Not thread-safe; used once.
 */
final class Unpacking {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    private static final int PIECE = 64 * 1024;

    private final ZipArchive archive;

    private final Path folder;

    private final ArchiveProblems problems;

    /** What was made, folders before what is in them. */
    private final List<Path> made = new ArrayList<>();

    Unpacking(ZipArchive archive, Path folder, ArchiveProblems problems) {
        this.archive = archive;
        this.folder = folder.toAbsolutePath().normalize();
        this.problems = problems;
    }

    void run() throws IOException {
        ZipMember manifest = this.archive.require(Manifest.FILE_NAME);
        requireEmpty();
        try {
            createFolders(this.folder);
            for (ZipMember member : this.archive.members()) {
                if (!member.equals(manifest)) {
                    unpack(member);
                }
            }
            unpack(manifest);
        }
        catch (Throwable ex) {
            remove();
            throw ex;
        }
    }

    private void requireEmpty() throws IOException {
        if (Files.exists(this.folder, LinkOption.NOFOLLOW_LINKS)) {
            try (var children = Files.newDirectoryStream(this.folder)) {
                if (children.iterator().hasNext()) {
                    throw new DirectoryNotEmptyException(this.folder.toString());
                }
            }
        }
    }

    private void unpack(ZipMember member) throws IOException {
        Path target = target(member);
        if (member.folder()) {
            createFolders(target);
            return;
        }
        createFolders(Objects.requireNonNull(target.getParent()));
        ByteBuffer bytes = ByteBuffer.allocate(PIECE);
        try (ReadableByteChannel content = this.archive.open(member);
                FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            this.made.add(target);
            SparseOutput output = new SparseOutput(file);
            while (fill(bytes, content)) {
                output.write(bytes.array(), 0, bytes.position());
            }
            output.end();
        }
    }

    /** Returns whether there is a piece more. */
    private static boolean fill(ByteBuffer bytes, ReadableByteChannel content) throws IOException {
        bytes.clear();
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = content.read(bytes);
        }
        return bytes.position() > 0;
    }

    private Path target(ZipMember member) {
        try {
            return this.folder.resolve(member.path());
        }
        catch (InvalidPathException ex) {
            throw this.problems.at(member.path(), "has a name that no file can have here: " + ex.getReason(),
                    FileNames.cure(member.path(), "Give it another name, and pack it anew"), ex);
        }
    }

    private void createFolders(Path directory) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path each = directory; each != null && !Files.isDirectory(each); each = each.getParent()) {
            missing.add(0, each);
        }
        for (Path each : missing) {
            Files.createDirectory(each);
            this.made.add(each);
        }
    }

    /** Leaves alone what others may have put there. */
    private void remove() {
        for (int i = this.made.size() - 1; i >= 0; i--) {
            try {
                Files.deleteIfExists(this.made.get(i));
            }
            catch (IOException ex) {
                logger.debug("{} was not removed", this.made.get(i), ex);
            }
        }
    }

}
