package io.polyplug.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mounted file systems of this process as Linux lists them; empty elsewhere.
 */
record MountTable(List<Mount> mounts) {

    private static final Path SOURCE = Path.of("/proc/self/mountinfo");

    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

    private static final int POINT = 4;

    private static final int OPTIONS = 5;

    /**
     * One mounted file system.
     *
     * @param point where it is mounted
     * @param options how it is mounted
     */
    record Mount(String point, Set<String> options) {

        boolean holds(String path) {
            return this.point.equals("/") || path.equals(this.point) || path.startsWith(this.point + "/");
        }

        boolean forbidsExecution() {
            return this.options.contains("noexec");
        }

    }

    static MountTable ofThisProcess() {
        try {
            return of(new String(Files.readAllBytes(SOURCE), StandardCharsets.UTF_8));
        }
        catch (IOException ex) {
            return new MountTable(List.of());
        }
    }

    static MountTable of(String text) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length > OPTIONS) {
                mounts.add(new Mount(unescape(fields[POINT]), Set.of(fields[OPTIONS].split(",", -1))));
            }
        }
        return new MountTable(mounts);
    }

    /**
     * Returns the mount that holds a real path: the longest point, and of several at one
     * point the last.
     */
    Optional<Mount> holding(Path realPath) {
        String path = realPath.toString();
        Optional<Mount> found = Optional.empty();
        for (Mount mount : this.mounts) {
            if (mount.holds(path) && mount.point().length() >= found.map((other) -> other.point().length()).orElse(0)) {
                found = Optional.of(mount);
            }
        }
        return found;
    }

    private static String unescape(String text) {
        return ESCAPED.matcher(text)
            .replaceAll(
                    (match) -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }

}
