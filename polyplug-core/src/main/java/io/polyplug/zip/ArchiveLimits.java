package io.polyplug.zip;

import java.util.Collection;

/**
 * How much an archive may hold (docs/archives.md). All that is asked for are the numbers
 * of the central directory; whoever unpacks gets no more bytes than these say.
 */
public final class ArchiveLimits {

    /** As many files and folders. */
    public static final int ENTRIES = 20_000;

    /** As many bytes when unpacked; the plain format has room for a few more. */
    public static final long BYTES = 4_000_000_000L;

    /** As many bytes when unpacked, however small the archive is. */
    public static final long BYTES_IN_ANY_CASE = 256L << 20;

    /** As many times the size of the archive beyond that. */
    public static final long RATIO = 100;

    /** The largest central directory that is read. */
    static final long DIRECTORY_BYTES = 16L << 20;

    private ArchiveLimits() {
    }

    static void require(Collection<ZipMember> members, long archiveSize, ArchiveProblems problems) {
        long total = members.stream().mapToLong(ZipMember::size).sum();
        if (total > BYTES) {
            throw problems.of("holds " + total + " bytes when unpacked, and at most " + BYTES + " are taken",
                    "Keep large files that are not needed to open the library outside of the bundle");
        }
        long most = BYTES_IN_ANY_CASE + RATIO * archiveSize;
        if (total > most) {
            throw problems.of(
                    "holds " + total + " bytes when unpacked, and of an archive with " + archiveSize + " at most "
                            + most + " are taken: one that grows so much is made to fill disks",
                    "Pack it with polyplug pack, which compresses nothing more than " + RATIO + " times");
        }
    }

}
