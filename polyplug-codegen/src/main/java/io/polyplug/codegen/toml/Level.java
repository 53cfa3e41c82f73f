package io.polyplug.codegen.toml;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of tables, and the keys that each has.
 */
enum Level {

    FILE("", "types", "enum", "plugin_contract", "guest_contract", "host_contract", "contract"),

    TYPE("type", "name", "fields"),

    FIELD("field", "name", "type"),

    ENUM("enum", "name", "repr", "bitflag", "variants"),

    VARIANT("variant", "name", "value"),

    GUEST_CONTRACT("contract", "name", "version", "functions"),

    HOST_CONTRACT("host contract", "name", "version", "singleton", "functions"),

    FUNCTION("function", "name", "params", "return", "side_effect_free"),

    HOST_FUNCTION("function", "name", "params", "return"),

    PARAMETER("parameter", "name", "type");

    private final String label;

    /** An unmodifiable list. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> keys;

    Level(String label, String... keys) {
        this.label = label;
        this.keys = label.isEmpty() ? List.of(keys)
                : Stream.concat(Stream.of(keys), Stream.of("docs", "langs")).toList();
    }

    String label() {
        return this.label;
    }

    String unnamed() {
        return (this == ENUM) ? "an enum" : "a " + this.label;
    }

    List<String> keys() {
        return this.keys;
    }

    /**
     * {@return a key as it is written in a text}
     */
    String show(String key) {
        return (this == FILE) ? "[[" + key + "]]" : "'" + key + "'";
    }

    /**
     * {@return a cure that lists the keys; not those that are only put up with}
     */
    String choice() {
        return "Possible are " + this.keys.stream()
            .filter((key) -> !key.equals("langs") && !key.equals("contract"))
            .map((key) -> (this == FILE) ? show(key) : key)
            .collect(Collectors.joining(", "));
    }

    String example() {
        return switch (this) {
            case VARIANT -> "{ name = \"First\", value = \"1\" }";
            case FUNCTION, HOST_FUNCTION -> "{ name = \"ping\", params = [], return = \"u32\" }";
            default -> "{ name = \"size\", type = \"u32\" }";
        };
    }

}
