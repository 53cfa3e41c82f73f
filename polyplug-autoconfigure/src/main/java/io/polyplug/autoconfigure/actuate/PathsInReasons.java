package io.polyplug.autoconfigure.actuate;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.FoundBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.error.RuntimeClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Takes absolute paths out of what is told, and leaves it to be understood: a bundle's
 * folder becomes the bundle's name, a configured folder its property, and of anything
 * else the last name is left. Thread-safe.
 */
final class PathsInReasons {

    /** Not in the middle of a word, as in the scope of a message or a media type. */
    private static final Pattern ABSOLUTE = Pattern
        .compile("(?<![\\w./\\]\\u2026-])(?:[A-Za-z]:)?(?:[/\\\\][^/\\\\\\s'\",;:()\\[\\]]+)+[/\\\\]?");

    private static final Pattern QUOTED = Pattern.compile("'(?:[A-Za-z]:)?[/\\\\][^']*'");

    private final PolyplugRuntime runtime;

    private final @Nullable ConfiguredFolders folders;

    PathsInReasons(PolyplugRuntime runtime, @Nullable ConfiguredFolders folders) {
        this.runtime = runtime;
        this.folders = folders;
    }

    String hide(String reason) {
        if (reason.indexOf('/') < 0 && reason.indexOf('\\') < 0) {
            return reason;
        }
        String text = reason;
        for (Map.Entry<String, String> known : known().entrySet()) {
            text = text.replace(known.getKey(), known.getValue());
        }
        text = QUOTED.matcher(text).replaceAll((match) -> quote("'" + last(match.group().replace("'", "")) + "'"));
        return ABSOLUTE.matcher(text).replaceAll((match) -> quote(last(match.group())));
    }

    private static String quote(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static String last(String path) {
        String rest = path.replace('\\', '/');
        rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        return "\u2026/" + rest.substring(rest.lastIndexOf('/') + 1);
    }

    /** The longest first: a folder is replaced before the one that it lies in. */
    private Map<String, String> known() {
        Map<String, String> known = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        try {
            if (this.folders != null) {
                this.folders.folders().forEach((folder, property) -> known.put(folder.toString(), property));
                this.folders.bundles().forEach((found) -> put(known, found));
            }
            this.runtime.bundles().forEach((bundle) -> put(known, bundle.directory(), bundle.name()));
        }
        catch (RuntimeClosedException ex) {
            // Then the last names of paths have to do.
        }
        return known;
    }

    private static void put(Map<String, String> known, FoundBundle found) {
        put(known, found.directory(), ConfiguredFolders.nameOf(found));
    }

    private static void put(Map<String, String> known, Path directory, String name) {
        if (directory.isAbsolute()) {
            known.put(directory.toString(), name);
        }
    }

}
