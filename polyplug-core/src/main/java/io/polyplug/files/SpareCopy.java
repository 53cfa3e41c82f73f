package io.polyplug.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.polyplug.files.FolderListing.Entry;

/**
 * What is left of a private copy that nobody needs any more: the folder, its manifest and
 * its library, to be written over by the next copy. To make such a folder and its files
 * anew takes a file system longer than to copy into them. Belongs to one thread at a
 * time.
 */
final class SpareCopy {

    /*
     * Why it is safe to write over a file that was mapped:
     *
     * - Only the library is kept that the system's loader had opened by its path and has
     * unmapped, by its own word, and the manifest. Whatever else is in the folder the
     * bundle may have mapped by itself, and forgotten.
     *
     * - Whoever else has mapped the library to read it, such as a profiler, may find
     * other bytes there, but never none, which would be a SIGBUS: a file is written over
     * only by one that fills as many pages.
     */
    private static final int PAGE = 4096;

    private static final String SUFFIX = ".spare";

    /** Larger files are not kept: it is their content that takes long. */
    private static final long LARGEST = 16L << 20;

    private final Path folder;

    private final Map<Path, Long> files = new LinkedHashMap<>();

    private final List<Path> folders = new ArrayList<>();

    private SpareCopy(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes one of a private copy.
     * @param copy the private copy
     * @param kept the files that are kept, in the private copy
     * @return the spare copy, under another name
     * @throws IOException if it cannot be made
     */
    static SpareCopy of(Path copy, Set<Path> kept) throws IOException {
        SpareCopy spare = new SpareCopy(move(copy, copy.resolveSibling(copy.getFileName() + SUFFIX)));
        try {
            spare.strip(kept.stream().map(copy::relativize).collect(Collectors.toSet()));
            return spare;
        }
        catch (IOException ex) {
            spare.delete();
            throw ex;
        }
    }

    /**
     * Gives a folder a name that none has, in one system call: the JDK looks at both
     * names first unless the move is an atomic one.
     */
    private static Path move(Path folder, Path target) throws IOException {
        return Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private void strip(Set<Path> kept) throws IOException {
        Files.walkFileTree(this.folder, new FolderDeletion() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path path = SpareCopy.this.folder.relativize(file);
                if (kept.contains(path) && attributes.isRegularFile() && attributes.size() <= LARGEST) {
                    Permissions.PRIVATE_FILE.applyTo(file);
                    SpareCopy.this.files.put(path, attributes.size());
                    return FileVisitResult.CONTINUE;
                }
                return super.visitFile(file, attributes);
            }

            @Override
            void deleteFolder(Path directory) throws IOException {
                Path path = SpareCopy.this.folder.relativize(directory);
                if (directory.equals(SpareCopy.this.folder)) {
                    return;
                }
                if (SpareCopy.this.files.keySet().stream().anyMatch((file) -> file.startsWith(path))) {
                    SpareCopy.this.folders.add(path);
                }
                else {
                    super.deleteFolder(directory);
                }
            }
        });
    }

    /**
     * Puts it where a private copy is to be made, without what that cannot use.
     * @param target where nothing is
     * @param wanted what the private copy will have
     * @return the files and folders that are there already
     * @throws IOException if that cannot be done; nothing is left of it then
     */
    Set<Path> moveTo(Path target, FolderListing wanted) throws IOException {
        try {
            move(this.folder, target);
        }
        catch (IOException ex) {
            delete();
            throw ex;
        }
        try {
            return reduce(target, wanted);
        }
        catch (IOException ex) {
            FolderDeletion.delete(target);
            throw ex;
        }
    }

    /** A cleaner of temporary folders may have been here. */
    private Set<Path> reduce(Path target, FolderListing wanted) throws IOException {
        Set<Path> present = new HashSet<>();
        for (Map.Entry<Path, Long> each : this.files.entrySet()) {
            Path file = target.resolve(each.getKey());
            boolean useful = wanted.entries().get(each.getKey()) instanceof Entry.Plain next
                    && pages(next.size()) >= pages(each.getValue());
            if (!useful) {
                Files.deleteIfExists(file);
            }
            else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                present.add(each.getKey());
            }
        }
        for (Path each : this.folders) {
            Path directory = target.resolve(each);
            if (!(wanted.entries().get(each) instanceof Entry.Folder)) {
                Files.deleteIfExists(directory);
            }
            else if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                present.add(each);
            }
        }
        return present;
    }

    private static long pages(long size) {
        return (size + PAGE - 1) / PAGE;
    }

    /**
     * Removes it.
     * @throws IOException if a part of it cannot be removed
     */
    void delete() throws IOException {
        FolderDeletion.delete(this.folder);
    }

}
