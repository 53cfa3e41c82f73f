package io.polyplug.codegen.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Texts that somebody begins with and goes on writing, under their places below a folder.
 * Each is written once: afterwards it may be changed, renamed or deleted, and stays so.
 * <p>
 * The folder has a list of what was written, in a file of its own. Immutable.
 */
public final class AuthoredFiles {

    /** The list, with one place a line. */
    static final String LIST = ".polyplug-authored";

    private final SortedMap<String, String> texts;

    private AuthoredFiles(SortedMap<String, String> texts) {
        this.texts = texts;
    }

    /**
     * Takes texts.
     * @param texts the texts by place: a path relative to the folder, with {@code /}
     * between names
     * @return the files
     * @throws IllegalArgumentException if a place is outside of the folder
     */
    public static AuthoredFiles of(Map<String, String> texts) {
        texts.keySet().forEach(PlaceList::checkInside);
        return new AuthoredFiles(new TreeMap<>(texts));
    }

    /**
     * {@return the texts by place, sorted, unmodifiable}
     */
    public Map<String, String> texts() {
        return Collections.unmodifiableSortedMap(this.texts);
    }

    /**
     * Writes what was never written before; a file that is there already stays.
     * @param folder the folder, which is made if there is none
     * @return the files that were written, sorted
     * @throws IOException if the folder cannot be read or written
     */
    public List<Path> write(Path folder) throws IOException {
        PlaceList list = new PlaceList(folder.resolve(LIST));
        SortedSet<String> known = list.read();
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> text : this.texts.entrySet()) {
            Path file = folder.resolve(text.getKey());
            if (known.add(text.getKey()) && !Files.exists(file)) {
                PlaceList.writeIfOther(file, text.getValue());
                written.add(file);
            }
        }
        list.write(known);
        return written;
    }

}
