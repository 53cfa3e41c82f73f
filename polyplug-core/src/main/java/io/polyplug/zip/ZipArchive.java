package io.polyplug.zip;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

import io.polyplug.error.BundleArchiveException;

/**
 * An archive that is open for reading. It is opened once, so that all that is read comes
 * from one file, whatever takes its place meanwhile. Not thread-safe.
 */
public final class ZipArchive implements AutoCloseable {

    private final FileChannel file;

    private final ArchiveProblems problems;

    private final List<ZipMember> members;

    private ZipArchive(FileChannel file, ArchiveProblems problems, List<ZipMember> members) {
        this.file = file;
        this.problems = problems;
        this.members = members;
    }

    /**
     * Opens an archive and reads its directory.
     * @param file the archive
     * @param problems makes the refusals
     * @return the archive
     * @throws BundleArchiveException if it is none, or holds what none may hold
     * @throws IOException if it cannot be read
     */
    public static ZipArchive open(Path file, ArchiveProblems problems) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new ZipArchive(channel, problems,
                    CentralDirectory.read(new ZipBytes(channel, channel.size(), problems)));
        }
        catch (Throwable ex) {
            channel.close();
            throw ex;
        }
    }

    /**
     * {@return the files and folders in it, in its own order; a folder need not be there
     * for the files that are in it}
     */
    public List<ZipMember> members() {
        return this.members;
    }

    /**
     * Finds a file.
     * @param path its path
     * @return the file, or nothing if there is none, or a folder
     */
    public Optional<ZipMember> file(String path) {
        return this.members.stream().filter((member) -> !member.folder() && member.path().equals(path)).findFirst();
    }

    /**
     * Requires a file that each bundle has.
     * @param name its name; it lies in no folder
     * @return the file
     * @throws BundleArchiveException if there is none
     */
    public ZipMember require(String name) {
        return file(name).orElseThrow(() -> {
            String deeper = this.members.stream()
                .filter((member) -> !member.folder() && member.path().endsWith("/" + name))
                .map((member) -> member.path().substring(0, member.path().length() - name.length() - 1))
                .findFirst()
                .orElse(null);
            return (deeper == null)
                    ? this.problems.of("has no " + name, "Pack a bundle's folder, which has one, into it")
                    : this.problems.of("has no " + name + " beside its folders, but one in '" + deeper + "'",
                            "Pack what is in that folder, without the folder around it");
        });
    }

    /**
     * Opens a file. To read it throws a {@link BundleArchiveException} where it is not
     * what the directory says.
     * @param member the file
     * @return its content
     */
    public ReadableByteChannel open(ZipMember member) {
        return new MemberChannel(this.file, member, this.problems);
    }

    @Override
    public void close() throws IOException {
        this.file.close();
    }

}
