package io.polyplug.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Waits for changes in folders, however deep, and for the end of each burst of them. Used
 * by one thread.
 */
final class FolderWatch implements AutoCloseable {

    /**
     * No compiler writes the last part of a library later than this after the one before.
     */
    private static final long QUIET_MILLIS = 300;

    private final WatchService service;

    private final List<Path> folders;

    private final Set<Path> changed = new LinkedHashSet<>();

    private FolderWatch(WatchService service, List<Path> folders) {
        this.service = service;
        this.folders = folders;
    }

    /**
     * Begins to watch.
     */
    static FolderWatch of(Collection<Path> folders) throws IOException {
        FolderWatch watch = new FolderWatch(FileSystems.getDefault().newWatchService(),
                folders.stream().map((folder) -> folder.toAbsolutePath().normalize()).toList());
        watch.register();
        return watch;
    }

    /** What stands above a folder is watched as well: it may be exchanged as a whole. */
    private void register() throws IOException {
        for (Path folder : this.folders) {
            Path above = folder.getParent();
            if (above != null) {
                register(above);
            }
            try (Stream<Path> below = Files.walk(folder)) {
                for (Path each : below.filter(Files::isDirectory).toList()) {
                    register(each);
                }
            }
            catch (NoSuchFileException | UncheckedIOException ex) {
                // It is being exchanged; the folder above tells when it is back.
                this.changed.remove(folder);
            }
        }
    }

    private void register(Path folder) throws IOException {
        folder.register(this.service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    /**
     * Waits until something has changed, and nothing does any more.
     * @return whether so; {@code false} if the thread was interrupted
     */
    boolean awaitQuietChange() throws IOException {
        this.changed.clear();
        try {
            while (this.changed.isEmpty()) {
                note(this.service.take());
                for (WatchKey key = next(); key != null; key = next()) {
                    note(key);
                }
                register();
            }
            return true;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private @Nullable WatchKey next() throws InterruptedException {
        return this.service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void note(WatchKey key) {
        for (WatchEvent<?> event : key.pollEvents()) {
            Path folder = (Path) key.watchable();
            Path place = (event.context() instanceof Path name) ? folder.resolve(name) : folder;
            if (this.folders.stream().anyMatch(place::startsWith)) {
                this.changed.add(place);
            }
        }
        key.reset();
    }

    /**
     * Returns whether something in a folder was among the last changes.
     */
    boolean hasChanged(Path folder) {
        Path wanted = folder.toAbsolutePath().normalize();
        return this.changed.stream().anyMatch((place) -> place.startsWith(wanted) || wanted.startsWith(place));
    }

    @Override
    public void close() throws IOException {
        this.service.close();
    }

}
