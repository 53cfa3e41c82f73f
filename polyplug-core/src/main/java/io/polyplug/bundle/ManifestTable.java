package io.polyplug.bundle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One table of a manifest, read by key and type. Every problem names the key in full;
 * what has the wrong type is read as if it were not there.
 */
final class ManifestTable {

    private static final BigInteger LARGEST_COUNT = BigInteger.valueOf(0xffff_ffffL);

    private final JsonNode node;

    private final String path;

    private final ManifestProblems problems;

    ManifestTable(JsonNode node, String path, ManifestProblems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    Set<String> keys() {
        return new TreeSet<>(this.node.propertyNames());
    }

    String field(String key) {
        return this.path + key;
    }

    Optional<String> text(String key) {
        @Nullable JsonNode value = this.node.get(key);
        return (value == null) ? Optional.empty() : text(value, key);
    }

    /** Reads a text that has to be there; one that is not is empty. */
    String requiredText(String key, String cure) {
        if (this.node.get(key) == null) {
            this.problems.tell(field(key), "'" + field(key) + "' is missing", cure);
        }
        return text(key).orElse("");
    }

    boolean flag(String key) {
        @Nullable JsonNode value = this.node.get(key);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            tellWrongType(key, value, "true or false, without quotes");
        }
        return value.isBoolean() && value.booleanValue();
    }

    /** Reads a 64-bit id, decimal or hex; a missing one is 0. */
    long id(String key) {
        @Nullable JsonNode value = this.node.get(key);
        if (value == null) {
            return 0;
        }
        if (!value.isIntegralNumber()) {
            tellWrongType(key, value,
                    "a whole number from 0 to 18446744073709551615, decimal or 0x hex, without quotes");
            return 0;
        }
        BigInteger number = value.bigIntegerValue();
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            this.problems.tell(field(key), "'" + field(key) + "' is " + number + ", which is no unsigned 64-bit number",
                    "Write it from 0 to 18446744073709551615, decimal or 0x hex");
            return 0;
        }
        return number.longValue();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list(key, "a list of texts, such as [\"image.Filter@1\"]")) {
            text(element, key).ifPresent(texts::add);
        }
        return texts;
    }

    List<ManifestTable> tables(String key) {
        List<ManifestTable> tables = new ArrayList<>();
        String expected = "a list of tables, each written [[" + key + "]]";
        for (JsonNode element : list(key, expected)) {
            if (!element.isObject()) {
                tellWrongType(key, element, expected);
            }
            else {
                tables.add(new ManifestTable(element, field(key) + "[" + tables.size() + "].", this.problems));
            }
        }
        return tables;
    }

    Optional<ManifestTable> table(String key) {
        @Nullable JsonNode value = this.node.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            tellWrongType(key, value, "a table, written [" + key + "]");
            return Optional.empty();
        }
        return Optional.of(new ManifestTable(value, field(key) + ".", this.problems));
    }

    /** Reads a table of unsigned 32-bit numbers. */
    Map<String, Long> counts(String key) {
        Map<String, Long> counts = new LinkedHashMap<>();
        table(key).ifPresent((table) -> table.keys().forEach((name) -> counts.put(name, table.count(name))));
        return counts;
    }

    private long count(String key) {
        JsonNode value = this.node.get(key);
        if (!value.isIntegralNumber()) {
            tellWrongType(key, value, "the number of functions, and a contract's name in quotes before it");
            return 0;
        }
        BigInteger number = value.bigIntegerValue();
        if (number.signum() < 0 || number.compareTo(LARGEST_COUNT) > 0) {
            this.problems.tell(field(key), "'" + field(key) + "' is " + number + ", which is no number of functions",
                    "Write a whole number from 0 to 4294967295");
            return 0;
        }
        return number.longValue();
    }

    /**
     * Returns whether the value of a key is a table, without an opinion on what it should
     * be.
     */
    boolean holdsTable(String key) {
        @Nullable JsonNode value = this.node.get(key);
        return value != null && value.isObject();
    }

    /**
     * Returns whether the value of a key is a text, without an opinion on what it should
     * be.
     */
    boolean holdsText(String key) {
        @Nullable JsonNode value = this.node.get(key);
        return value != null && value.isString();
    }

    private Iterable<JsonNode> list(String key, String expected) {
        @Nullable JsonNode value = this.node.get(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            tellWrongType(key, value, expected);
            return List.of();
        }
        return value;
    }

    private Optional<String> text(JsonNode value, String key) {
        if (!value.isString()) {
            tellWrongType(key, value, "a text in quotes");
            return Optional.empty();
        }
        return Optional.of(value.stringValue());
    }

    private void tellWrongType(String key, JsonNode value, String expected) {
        this.problems.tell(field(key), "'" + field(key) + "' has the wrong type: it is " + describe(value),
                "Write " + expected);
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> String.valueOf(value.booleanValue());
            case NUMBER -> "the number " + value;
            case OBJECT -> "a table";
            case STRING -> "the text '" + value.stringValue() + "'";
            case BINARY, MISSING, NULL, POJO -> "nothing";
        };
    }

}
