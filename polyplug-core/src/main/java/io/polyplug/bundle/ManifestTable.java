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
 * One table of a manifest, read by key and type. Every refusal names the key in full.
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
        return (value == null) ? Optional.empty() : Optional.of(text(value, key));
    }

    String requiredText(String key, String cure) {
        return text(key).orElseThrow(() -> this.problems.at(field(key), "'" + field(key) + "' is missing", cure));
    }

    boolean flag(String key) {
        @Nullable JsonNode value = this.node.get(key);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrongType(key, value, "true or false, without quotes");
        }
        return value.booleanValue();
    }

    /** Reads a 64-bit id, decimal or hex; a missing one is 0. */
    long id(String key) {
        @Nullable JsonNode value = this.node.get(key);
        if (value == null) {
            return 0;
        }
        if (!value.isIntegralNumber()) {
            throw wrongType(key, value,
                    "a whole number from 0 to 18446744073709551615, decimal or 0x hex, without quotes");
        }
        BigInteger number = value.bigIntegerValue();
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            throw this.problems.at(field(key),
                    "'" + field(key) + "' is " + number + ", which is no unsigned 64-bit number",
                    "Write it from 0 to 18446744073709551615, decimal or 0x hex");
        }
        return number.longValue();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list(key, "a list of texts, such as [\"image.Filter@1\"]")) {
            texts.add(text(element, key));
        }
        return texts;
    }

    List<ManifestTable> tables(String key) {
        List<ManifestTable> tables = new ArrayList<>();
        String expected = "a list of tables, each written [[" + key + "]]";
        for (JsonNode element : list(key, expected)) {
            if (!element.isObject()) {
                throw wrongType(key, element, expected);
            }
            tables.add(new ManifestTable(element, field(key) + "[" + tables.size() + "].", this.problems));
        }
        return tables;
    }

    Optional<ManifestTable> table(String key) {
        @Nullable JsonNode value = this.node.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw wrongType(key, value, "a table, written [" + key + "]");
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
            throw wrongType(key, value, "the number of functions, and a contract's name in quotes before it");
        }
        BigInteger number = value.bigIntegerValue();
        if (number.signum() < 0 || number.compareTo(LARGEST_COUNT) > 0) {
            throw this.problems.at(field(key),
                    "'" + field(key) + "' is " + number + ", which is no number of functions",
                    "Write a whole number from 0 to 4294967295");
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
            throw wrongType(key, value, expected);
        }
        return value;
    }

    private String text(JsonNode value, String key) {
        if (!value.isString()) {
            throw wrongType(key, value, "a text in quotes");
        }
        return value.stringValue();
    }

    private RuntimeException wrongType(String key, JsonNode value, String expected) {
        return this.problems.at(field(key), "'" + field(key) + "' has the wrong type: it is " + describe(value),
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
