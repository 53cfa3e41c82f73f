package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the watching of bundles' folders is.
 *
 * @param running whether folders are being watched
 * @param method how changes are noticed at present: {@code events} where the system tells
 * of them, which are looked for every polling interval all the same, otherwise
 * {@code polling}
 * @param folders the folders that are watched, as they are configured
 * @param lastLook when they were looked at last
 * @param unfinished what seems to be only half written and is waited for, by the bundle's
 * folder
 * @param failure why changes might not be noticed, or only later
 */
public record WatchStatus(boolean running, String method, List<Path> folders, Optional<Instant> lastLook,
        Map<Path, String> unfinished, Optional<String> failure) {

    /**
     * Creates the status with copies of the collections.
     */
    public WatchStatus {
        folders = List.copyOf(folders);
        unfinished = Map.copyOf(unfinished);
    }

}
