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

    /** The list, with what was written and one place a line. */
    static final String LIST = ".polyplug-authored";

    private final String content;

    private final SortedMap<String, String> texts;

    private AuthoredFiles(String content, SortedMap<String, String> texts) {
        this.content = content;
        this.texts = texts;
    }

    /**
     * Takes texts.
     * @param content what they are all together, such as {@code a bundle in C}: a folder
     * has files of one content
     * @param texts the texts by place: a path relative to the folder, with {@code /}
     * between names
     * @return the files
     * @throws IllegalArgumentException if a place is outside of the folder
     */
    public static AuthoredFiles of(String content, Map<String, String> texts) {
        texts.keySet().forEach(PlaceList::checkInside);
        return new AuthoredFiles(content, new TreeMap<>(texts));
    }

    /**
     * {@return the texts by place, sorted, unmodifiable}
     */
    public Map<String, String> texts() {
        return Collections.unmodifiableSortedMap(this.texts);
    }

    /**
     * Proves that a folder has no files of another content.
     * @param folder the folder
     * @throws IOException if it has, or cannot be read
     */
    public void checkFolder(Path folder) throws IOException {
        new PlaceList(folder.resolve(LIST), this.content).read();
    }

    /**
     * Writes what was never written before; a file that is there already stays.
     * @param folder the folder, which is made if there is none
     * @return the files that were written, sorted
     * @throws IOException if the folder cannot be read or written, or has files of
     * another content; then nothing was changed
     */
    public List<Path> write(Path folder) throws IOException {
        PlaceList list = new PlaceList(folder.resolve(LIST), this.content);
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
