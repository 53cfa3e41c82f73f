package io.polyplug.autoconfigure.actuate;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.error.RuntimeClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Takes absolute paths out of what is told, and leaves it to be understood: a configured
 * folder becomes its property, the folder of another bundle the bundle's name, and of
 * anything else the last name is left. Folders are looked up when the first path comes.
 * Used by one thread, for one answer.
 */
final class PathsInReasons {

    /**
     * Not in the middle of a word, as in the scope of a message or a media type. The name
     * of a folder may have blanks and marks in it, as long as it does not end with a
     * blank: there begins another path.
     */
    private static final Pattern ABSOLUTE = Pattern.compile("(?<![\\w./\\]\\u2026-])(?:[A-Za-z]:)?"
            + "(?:[/\\\\][^\\s/\\\\'\":](?:[^/\\\\'\":\\v]*+(?<!\\s))?(?=[/\\\\]))*"
            + "[/\\\\][^/\\\\\\s'\",;:()\\[\\]]+[/\\\\]?");

    private static final Pattern FILE_URL = Pattern.compile("\\bfile:(?://)?(?=/)");

    private static final Pattern QUOTED = Pattern.compile("'(?:[A-Za-z]:)?[/\\\\].*?'(?!\\w)");

    /** The folder is the whole path, or what follows lies in it. */
    private static final String ITSELF_OR_BELOW = "(?![^/\\\\\\s'\",;:!()\\[\\]])";

    private final PolyplugRuntime runtime;

    private final @Nullable ConfiguredFolders folders;

    private @Nullable Map<String, String> known;

    PathsInReasons(PolyplugRuntime runtime, @Nullable ConfiguredFolders folders) {
        this.runtime = runtime;
        this.folders = folders;
    }

    String hide(String reason) {
        if (reason.indexOf('/') < 0 && reason.indexOf('\\') < 0) {
            return reason;
        }
        String text = FILE_URL.matcher(reason).replaceAll("");
        for (Map.Entry<String, String> folder : known().entrySet()) {
            text = text.replaceAll("(?<![\\w./-])" + Pattern.quote(folder.getKey()) + ITSELF_OR_BELOW,
                    Matcher.quoteReplacement(folder.getValue()));
        }
        text = QUOTED.matcher(text)
            .replaceAll((match) -> quote("'" + last(match.group().substring(1, match.group().length() - 1)) + "'"));
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

    private Map<String, String> known() {
        Map<String, String> present = this.known;
        if (present == null) {
            present = lookUp();
            this.known = present;
        }
        return present;
    }

    /** The longest first: a folder is replaced before the one that it lies in. */
    private Map<String, String> lookUp() {
        Map<String, String> found = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        try {
            if (this.folders != null) {
                this.folders.folders().forEach((folder, property) -> put(found, folder, property));
            }
            this.runtime.bundles()
                .stream()
                .filter((
                        bundle) -> found.keySet().stream().noneMatch((folder) -> bundle.directory().startsWith(folder)))
                .toList()
                .forEach((bundle) -> put(found, bundle.directory(), bundle.name()));
        }
        catch (RuntimeClosedException ex) {
            // Then the last names of paths have to do.
        }
        return found;
    }

    /** Everything lies below the root, which says nothing. */
    private static void put(Map<String, String> known, Path directory, String name) {
        if (directory.isAbsolute() && directory.getFileName() != null) {
            known.put(directory.toString(), name);
        }
    }

}
