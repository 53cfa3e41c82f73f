package io.polyplug.codegen.output;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How lines of a {@code manifest.toml} are written.
 */
public final class ManifestLines {

    private ManifestLines() {
    }

    /**
     * Writes a text.
     * @param key the key
     * @param value the text
     * @return a line without its end
     */
    public static String text(String key, String value) {
        return key + " = " + quoted(value);
    }

    /**
     * Writes a bundle's id.
     * @param id 16 hex digits
     * @return a line without its end
     */
    public static String id(String id) {
        return "id = 0x" + id;
    }

    /**
     * Writes what a bundle provides.
     * @param contracts names with versions, such as {@code demo.Greeter@1.0.0}
     * @return a line without its end
     */
    public static String provides(List<String> contracts) {
        return contracts.stream().map(ManifestLines::quoted).collect(Collectors.joining(", ", "provides = [", "]"));
    }

    /**
     * Writes how many functions a contract has.
     * @param contract its name with the major version, such as {@code demo.Greeter@1}
     * @param functions how many
     * @return a line without its end, for the table {@code function_count}
     */
    public static String functionCount(String contract, int functions) {
        return quoted(contract) + " = " + functions;
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

}
