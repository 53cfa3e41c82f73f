package io.polyplug.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

import io.polyplug.archive.PackedContent.Part;
import io.polyplug.zip.ArchiveProblems;
import io.polyplug.zip.ZipArchive;

/**
 * Writes an archive beside its place and moves it there when it is whole.
 */
final class ArchiveFile {

    /** The format has no time zone, and this is its second month. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private ArchiveFile() {
    }

    static void write(Path target, PackedContent content, ArchiveProblems problems) throws IOException {
        Path unfinished = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)) {
                write(new SparseOutput(channel), content, problems);
                channel.force(true);
            }
            // What would be refused when it is read is refused here.
            ZipArchive.open(unfinished, problems).close();
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        }
        finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void write(SparseOutput output, PackedContent content, ArchiveProblems problems) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(output, SparseOutput.PIECE))) {
            for (Map.Entry<String, Part> each : content.parts().entrySet()) {
                write(zip, each.getKey(), each.getValue(), problems);
            }
        }
    }

    private static void write(ZipOutputStream zip, String path, Part part, ArchiveProblems problems)
            throws IOException {
        Measured measured = Measured.of(part);
        ZipEntry entry = new ZipEntry((part instanceof Part.EmptyFolder) ? path + "/" : path);
        entry.setTimeLocal(TIME);
        entry.setSize(measured.size());
        entry.setCrc(measured.crc());
        entry.setMethod(measured.isStored() ? ZipEntry.STORED : ZipEntry.DEFLATED);
        entry.setCompressedSize(measured.isStored() ? measured.size() : measured.compressed());
        try (InputStream bytes = part.open()) {
            zip.putNextEntry(entry);
            copy(bytes, zip);
            zip.closeEntry();
        }
        catch (ZipException ex) {
            throw problems.at(path, "was changed while it was packed", "Finish writing it and try again", ex);
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[SparseOutput.PIECE];
        for (int count = from.readNBytes(buffer, 0, buffer.length); count > 0; count = from.readNBytes(buffer, 0,
                buffer.length)) {
            to.write(buffer, 0, count);
        }
    }

}
