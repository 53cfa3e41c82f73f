package io.polyplug.codegen.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A file in a folder that tells what was written there, with one place a line: a path
 * relative to the folder, with {@code /} between names.
 *
 * @param file the file
 */
record PlaceList(Path file) {

    /**
     * Proves that a place is in the folder.
     * @throws IllegalArgumentException if it is not
     */
    static void checkInside(String place) {
        Path path = Path.of(place);
        if (place.isEmpty() || path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
            throw new IllegalArgumentException("'" + place + "' is no place below a folder");
        }
    }

    /**
     * Writes a text, unless the file has it.
     * @return whether it was written
     */
    static boolean writeIfOther(Path file, String text) throws IOException {
        if (has(file, text)) {
            return false;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
        return true;
    }

    static boolean has(Path file, String text) throws IOException {
        return Files.isRegularFile(file)
                && Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns what was written, nothing if there is no such file.
     */
    SortedSet<String> read() throws IOException {
        SortedSet<String> places = new TreeSet<>(Files.exists(this.file) ? Files.readAllLines(this.file) : List.of());
        places.remove("");
        return places;
    }

    void write(Collection<String> places) throws IOException {
        writeIfOther(this.file, String.join("\n", places) + "\n");
    }

}
