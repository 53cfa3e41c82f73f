package io.polyplug.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the central directory of an archive, and holds the header before each file to it.
 * The JDK tells neither of modes and flags, nor of two entries that have one name or one
 * place. Not thread-safe; used once.
 */
final class CentralDirectory {

    private final ZipBytes archive;

    private final ArchiveProblems problems;

    /** Whether it is a folder, by path. */
    private final Map<String, Boolean> folders = new HashMap<>();

    private CentralDirectory(ZipBytes archive) {
        this.archive = archive;
        this.problems = archive.problems();
    }

    /**
     * Reads it.
     * @param archive the archive
     * @return the files and folders, in the order of the directory
     */
    static List<ZipMember> read(ZipBytes archive) throws IOException {
        return new CentralDirectory(archive).read(EndRecord.find(archive));
    }

    private List<ZipMember> read(EndRecord end) throws IOException {
        List<DirectoryEntry> entries = entries(end);
        entries.forEach((entry) -> entry.requirePlain(this.problems));
        entries.forEach(this::requireOneName);
        this.folders.keySet().forEach(this::requireFolders);
        List<ZipMember> members = new ArrayList<>();
        for (DirectoryEntry entry : entries) {
            members.add(entry.located(this.archive));
        }
        requireOnePlace(entries, members, end.offset());
        members.removeIf((member) -> member.path().isEmpty());
        ArchiveLimits.require(members, this.archive.size(), this.problems);
        return List.copyOf(members);
    }

    private List<DirectoryEntry> entries(EndRecord end) throws IOException {
        ByteBuffer bytes = this.archive.read(end.offset(), end.length());
        List<DirectoryEntry> entries = new ArrayList<>();
        int at = 0;
        @Nullable DirectoryEntry entry = DirectoryEntry.at(bytes, at, this.problems);
        while (entry != null && entries.size() < end.entries()) {
            entries.add(entry);
            at += DirectoryEntry.lengthAt(bytes, at);
            entry = DirectoryEntry.at(bytes, at, this.problems);
        }
        if (entries.size() != end.entries() || at != bytes.limit()) {
            throw this.problems.of("has a damaged directory", ArchiveProblems.PACK_ANEW);
        }
        return entries;
    }

    private void requireOneName(DirectoryEntry entry) {
        if (this.folders.putIfAbsent(entry.path(), entry.isFolder()) != null) {
            throw this.problems.at(entry.path(), "is there more than once", ArchiveProblems.PACK_ANEW);
        }
    }

    private void requireFolders(String path) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String folder = path.substring(0, end);
            if (Boolean.FALSE.equals(this.folders.get(folder))) {
                throw this.problems.at(folder, "is both a file and a folder", ArchiveProblems.PACK_ANEW);
            }
        }
    }

    /** Bytes that several files share are how small archives grow without end. */
    private void requireOnePlace(List<DirectoryEntry> entries, List<ZipMember> members, long directory) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong((i) -> entries.get(i).offset()));
        long free = 0;
        for (int i : order) {
            ZipMember member = members.get(i);
            if (entries.get(i).offset() < free) {
                throw this.problems.at(member.path(), "shares its bytes with another one", ArchiveProblems.PACK_ANEW);
            }
            free = member.data().start() + member.data().compressed();
            if (free > directory) {
                throw this.problems.at(member.path(), "says that it has more bytes than there are",
                        ArchiveProblems.PACK_ANEW);
            }
        }
    }

}
