package io.polyplug.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process has mapped, as Linux tells it. Immutable; each question reads anew.
 *
 * @param list the system's list, one mapping a line
 */
record Mappings(Path list) {

    /** Returns the mappings of this process. */
    static Mappings ofThisProcess() {
        return new Mappings(Path.of("/proc/self/maps"));
    }

    /** Returns whether a file is mapped; {@code false} where the system does not say. */
    boolean contain(Path file) {
        return anyLineHas(file.toString());
    }

    /** Returns whether the C library is musl, which never unmaps a library. */
    boolean areOfMusl() {
        return anyLineHas("/ld-musl-");
    }

    /** Names are bytes, which Latin-1 keeps as they are. */
    private boolean anyLineHas(String part) {
        if (!Files.isReadable(this.list)) {
            return false;
        }
        String bytes = new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (Stream<String> lines = Files.lines(this.list, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch((line) -> line.contains(bytes));
        }
        catch (IOException | UncheckedIOException ex) {
            return false;
        }
    }

}
