package io.polyplug.bundle;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.polyplug.Compatibility;
import io.polyplug.error.ManifestException;

/**
 * A manifest as a text whose {@code file} can be another one: the table of the libraries
 * of several platforms. Comments stay. Immutable.
 *
 * @param shownAs the path that messages name
 * @param text the manifest without {@code file}
 * @param rest what that says
 * @param file the library, where the manifest names one for all platforms
 * @param files the libraries by platform, such as {@code linux.x86_64}, otherwise
 */
public record PlatformManifest(Path shownAs, String text, JsonNode rest, Optional<String> file,
        SortedMap<String, String> files) {

    private static final String FILE = "file";

    private static final Pattern KEY = Pattern.compile("\\s*file\\s*[.=].*");

    private static final Pattern HEADER = Pattern.compile("\\s*\\[.*");

    private static final Pattern FILE_HEADER = Pattern.compile("\\s*\\[\\s*file\\s*[.\\]].*");

    /**
     * Reads a manifest, of which no rule is checked.
     * @param file the {@code manifest.toml}
     * @return the manifest
     * @throws ManifestException if it cannot be read, or {@code file} not be taken out
     */
    public static PlatformManifest read(Path file) {
        ManifestProblems problems = ManifestProblems.throwing(file);
        ManifestReader reader = new ManifestReader(problems, Compatibility.STRICT);
        String text = reader.textOf(file);
        JsonNode root = reader.treeOf(text);
        ManifestTable table = new ManifestTable(root, "", problems);
        SortedMap<String, String> files = new TreeMap<>();
        Optional<String> one = Optional.empty();
        if (table.holdsTable(FILE)) {
            table.table(FILE).ifPresent((systems) -> addAll(files, systems));
        }
        else {
            one = table.text(FILE);
        }
        String without = without(text);
        JsonNode rest = reader.treeOf(without);
        JsonNode expected = root.deepCopy();
        if (expected instanceof ObjectNode object) {
            object.remove(FILE);
        }
        if (!rest.equals(expected)) {
            throw problems.at(FILE, "'file' cannot be taken out",
                    "Write it on a line of its own above all tables, or as tables [file.<system>]");
        }
        return new PlatformManifest(file, without, rest, one, files);
    }

    private static void addAll(SortedMap<String, String> files, ManifestTable systems) {
        for (String system : systems.keys()) {
            systems.table(system)
                .ifPresent((processors) -> processors.keys()
                    .forEach((processor) -> files.put(system + "." + processor,
                            processors.text(processor).orElseThrow())));
        }
    }

    private static String without(String text) {
        StringBuilder rest = new StringBuilder();
        boolean above = true;
        boolean inFile = false;
        for (String line : text.split("(?<=\n)", -1)) {
            if (HEADER.matcher(line.strip()).matches()) {
                above = false;
                inFile = FILE_HEADER.matcher(line.strip()).matches();
            }
            if (!inFile && !(above && KEY.matcher(line.strip()).matches())) {
                rest.append(line);
            }
        }
        return rest.toString();
    }

    /**
     * Compares all but {@code file}.
     * @param other another manifest
     * @return a key of which they say different things, or nothing if there is none
     */
    public Optional<String> difference(PlatformManifest other) {
        TreeSet<String> keys = new TreeSet<>(this.rest.propertyNames());
        keys.addAll(other.rest.propertyNames());
        return keys.stream().filter((key) -> !isSame(this.rest.get(key), other.rest.get(key))).findFirst();
    }

    private static boolean isSame(@Nullable JsonNode one, @Nullable JsonNode other) {
        return one != null && one.equals(other);
    }

    /**
     * Returns this manifest with other libraries.
     * @param libraries the libraries by platform, such as {@code linux.x86_64}
     * @return its text
     */
    public String with(SortedMap<String, String> libraries) {
        StringBuilder all = new StringBuilder(this.text.stripTrailing()).append('\n');
        String system = "";
        for (Map.Entry<String, String> each : libraries.entrySet()) {
            String[] platform = each.getKey().split("\\.", 2);
            if (!platform[0].equals(system)) {
                system = platform[0];
                all.append("\n[file.").append(system).append("]\n");
            }
            all.append(platform[1]).append(" = ").append(quoted(each.getValue())).append('\n');
        }
        return all.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

}
