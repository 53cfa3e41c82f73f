package io.polyplug.codegen.toml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.toml.SourceText.Text;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * One table of the file, whose keys are known. A key that is misspelt is told, and then
 * taken for the one that is meant, so that one mistake makes one problem. Not
 * thread-safe.
 */
final class TableNode {

    private final TomlTable table;

    private final Level level;

    private final Position position;

    private final String label;

    private final SourceText source;

    private final Problems problems;

    /** The keys of the text by the key that is meant. */
    private final Map<String, List<String>> spellings = new HashMap<>();

    /** Keys about which something was told already. */
    private final Set<String> broken = new HashSet<>();

    private TableNode(TomlTable table, Level level, Position position, String label, SourceText source,
            Problems problems) {
        this.table = table;
        this.level = level;
        this.position = position;
        this.label = label;
        this.source = source;
        this.problems = problems;
        table.keySet().stream().filter(level.keys()::contains).forEach((key) -> spell(key, key));
        table.keySet().stream().filter((key) -> !level.keys().contains(key)).sorted(byPlace()).forEach(this::stranger);
        warnOfIgnored();
    }

    static TableNode file(TomlTable table, SourceText source, Problems problems) {
        return new TableNode(table, Level.FILE, source.start(), "", source, problems);
    }

    private TableNode child(TomlTable table, Level level, Position position) {
        Object name = table.get(List.of("name"));
        String simple = (name instanceof String) ? level.label() + " '" + name + "'" : level.unnamed();
        String full = (this.level == Level.FILE) ? simple : simple + " of " + this.label;
        return new TableNode(table, level, position, full, this.source, this.problems);
    }

    private Comparator<String> byPlace() {
        return Comparator.comparing(this::place);
    }

    private Position place(String key) {
        return this.source.at(Objects.requireNonNull(this.table.inputPositionOf(List.of(key)), key));
    }

    private void spell(String meant, String written) {
        this.spellings.computeIfAbsent(meant, (key) -> new ArrayList<>()).add(written);
    }

    private void stranger(String key) {
        Optional<String> meant = Nearest.key(key, this.level.keys());
        meant.filter((other) -> this.level == Level.FILE || !this.spellings.containsKey(other))
            .ifPresent((other) -> spell(other, key));
        String text = (this.level == Level.FILE) ? "There is no table '" + key + "'"
                : "There is no key '" + key + "' in " + this.label;
        this.problems.add(place(key), text,
                meant.map((other) -> "Write " + this.level.show(other)).orElseGet(this.level::choice));
    }

    private void warnOfIgnored() {
        if (this.table.contains(List.of("langs"))) {
            this.problems.warn(place("langs"), "'langs' of " + this.label + " is ignored: code is generated for "
                    + "every language that is asked for", "Remove it if upstream's generator does not need it");
        }
        if (this.level == Level.FILE && this.spellings.containsKey("contract")) {
            this.problems.warn(place("contract"), "[[contract]] is the old name of [[plugin_contract]]",
                    "Write [[plugin_contract]]");
        }
    }

    /**
     * {@return what and whose this is: <code>field 'x' of type 'Point'</code>}
     */
    String label() {
        return this.label;
    }

    /**
     * {@return the label as the begin of a sentence}
     */
    String title() {
        return this.label.substring(0, 1).toUpperCase(Locale.ROOT) + this.label.substring(1);
    }

    Position position() {
        return this.position;
    }

    /**
     * Returns a string that has to be there.
     * @param key the key
     * @return the string; nothing if there is none, which is told
     */
    Optional<Text> required(String key) {
        Optional<Text> text = string(key);
        if (text.isEmpty() && !isBroken(key)) {
            this.problems.add(this.position, title() + " has no '" + key + "'", "Add " + key + " = \"...\"");
        }
        return text;
    }

    /**
     * Returns a string that can be left out.
     * @param key the key
     */
    Optional<Text> string(String key) {
        Object value = value(key);
        if (value instanceof String string) {
            return Optional.of(this.source.text(place(written(key)), string));
        }
        if (value != null) {
            boolean scalar = value instanceof Long || value instanceof Double || value instanceof Boolean;
            wrong(key, value, "a string", scalar ? "Write " + key + " = \"" + value + "\"" : "Write a string");
        }
        return Optional.empty();
    }

    String docs() {
        return string("docs").map(Text::value).orElse("");
    }

    boolean flag(String key) {
        Object value = value(key);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value != null) {
            boolean quoted = value.equals("true") || value.equals("false");
            wrong(key, value, "true or false",
                    "Write " + key + " = " + (quoted ? value : "true or " + key + " = false"));
        }
        return false;
    }

    /**
     * Returns the tables of a list that can be left out.
     * @param key the list's key
     * @param child what the tables are
     */
    List<TableNode> tables(String key, Level child) {
        List<TableNode> nodes = new ArrayList<>();
        for (String written : this.spellings.getOrDefault(key, List.of())) {
            Object value = this.table.get(List.of(written));
            if (value instanceof TomlArray array) {
                elements(key, array, child, nodes);
            }
            else if (value instanceof TomlTable single) {
                single(key, written, single, child, nodes);
            }
            else if (value != null) {
                wrong(key, value, "a list of tables", "Write " + key + " = [" + child.example() + "]");
            }
        }
        return nodes;
    }

    private void elements(String key, TomlArray array, Level child, List<TableNode> nodes) {
        for (int index = 0; index < array.size(); index++) {
            Position place = this.source.at(Objects.requireNonNull(array.inputPositionOf(index), key));
            Object element = array.get(index);
            if (element instanceof TomlTable table) {
                nodes.add(child(table, child, place));
            }
            else {
                this.broken.add(key);
                this.problems.add(place, "An element of '" + key + "' is " + kind(element) + ", and has to be a table",
                        "Write " + child.example());
            }
        }
    }

    private void single(String key, String written, TomlTable table, Level child, List<TableNode> nodes) {
        this.broken.add(key);
        Position place = this.source.behind(place(written));
        String cure = (this.level == Level.FILE) ? "Write [[" + written + "]]"
                : place.equals(place(written)) ? "Write [[ ]] around its name" : "Put it into [ ]";
        this.problems.add(place, "'" + written + "' is one table, and has to be a list of tables", cure);
        if (table.contains(List.of("name"))) {
            nodes.add(child(table, child, place));
        }
    }

    /**
     * Whether something was told about the value of a key, so that it is not known.
     * @param key the key
     */
    boolean isBroken(String key) {
        return this.broken.contains(key);
    }

    private @Nullable Object value(String key) {
        return this.spellings.containsKey(key) ? this.table.get(List.of(written(key))) : null;
    }

    private String written(String key) {
        return this.spellings.getOrDefault(key, List.of(key)).get(0);
    }

    private void wrong(String key, Object value, String wanted, String cure) {
        this.broken.add(key);
        this.problems.add(this.source.behind(place(written(key))),
                "'" + key + "' is " + kind(value) + ", and has to be " + wanted, cure);
    }

    private static String kind(@Nullable Object value) {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Long || value instanceof Double) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof TomlTable) {
            return "a table";
        }
        return (value instanceof TomlArray) ? "a list" : "a date or time";
    }

}
