package io.polyplug.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * Removes a folder with everything in it, read-only folders included. Links are removed
 * and never followed.
 */
public class FolderDeletion extends SimpleFileVisitor<Path> {

    private static final FolderDeletion visitor = new FolderDeletion();

    FolderDeletion() {
    }

    /**
     * Removes a folder; one that is not there is fine.
     * @param folder the folder
     * @throws IOException if a part of it cannot be removed
     */
    public static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, visitor);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        Permissions.PRIVATE.applyTo(directory);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        deleteFolder(directory);
        return FileVisitResult.CONTINUE;
    }

    void deleteFolder(Path directory) throws IOException {
        Files.deleteIfExists(directory);
    }

}
