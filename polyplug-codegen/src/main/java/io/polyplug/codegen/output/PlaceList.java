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
import java.util.stream.Collectors;

/**
 * A file in a folder that tells what was written there: in its first line what it is all
 * together, then one place a line, a path relative to the folder with {@code /} between
 * names.
 *
 * @param file the file
 * @param content what is written, such as {@code a bundle in C}
 */
record PlaceList(Path file, String content) {

    private static final String MARK = "# ";

    /**
     * Proves that a place is in the folder.
     * @throws IllegalArgumentException if it is not
     */
    static void checkInside(String place) {
        Path path = Path.of(place);
        if (place.isEmpty() || place.startsWith(MARK) || path.isAbsolute() || !path.equals(path.normalize())
                || path.startsWith("..")) {
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
     * @throws IOException if something else was written; the message says what
     */
    SortedSet<String> read() throws IOException {
        List<String> lines = Files.exists(this.file) ? Files.readAllLines(this.file) : List.of();
        SortedSet<String> places = new TreeSet<>();
        for (String line : lines) {
            if (line.startsWith(MARK)) {
                checkContent(line.substring(MARK.length()));
            }
            else if (!line.isEmpty()) {
                places.add(line);
            }
        }
        return places;
    }

    private void checkContent(String found) throws IOException {
        if (!found.equals(this.content)) {
            Path folder = this.file.toAbsolutePath().getParent();
            throw new IOException(folder + " has " + found + ", and what is generated now, " + this.content
                    + ", would take its place. Generate into another folder, or delete that one first");
        }
    }

    void write(Collection<String> places) throws IOException {
        String lines = places.stream().map((place) -> place + "\n").collect(Collectors.joining());
        writeIfOther(this.file, MARK + this.content + "\n" + lines);
    }

}
