package io.polyplug.codegen.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Texts that are made from something else, under their places below a folder. What is
 * there already stays untouched, so that builds see only what changed; what an earlier
 * run wrote and this one does not is deleted.
 * <p>
 * The folder has a list of what was written, in a file of its own. Files that are not in
 * the list are never changed nor deleted. Immutable.
 */
public final class GeneratedFiles {

    /** The list, with what was written and one place a line. */
    static final String LIST = ".polyplug-generated";

    private final String content;

    private final SortedMap<String, String> texts;

    private GeneratedFiles(String content, SortedMap<String, String> texts) {
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
    public static GeneratedFiles of(String content, Map<String, String> texts) {
        texts.keySet().forEach(PlaceList::checkInside);
        return new GeneratedFiles(content, new TreeMap<>(texts));
    }

    /**
     * {@return the texts by place, sorted, unmodifiable}
     */
    public Map<String, String> texts() {
        return Collections.unmodifiableSortedMap(this.texts);
    }

    /**
     * Brings a folder to this state.
     * @param folder the folder, which is made if there is none
     * @return the files that were written or deleted, sorted; empty if all was there
     * @throws IOException if the folder cannot be read or written, or a file that no
     * earlier run wrote stands in the way, or the folder has generated files of another
     * content; then nothing was changed
     */
    public List<Path> write(Path folder) throws IOException {
        PlaceList list = new PlaceList(folder.resolve(LIST), this.content);
        Set<String> earlier = list.read();
        checkMayBeDeleted(list, earlier);
        checkNothingIsInTheWay(folder, earlier);
        List<Path> changed = new ArrayList<>();
        for (Map.Entry<String, String> text : this.texts.entrySet()) {
            Path file = folder.resolve(text.getKey());
            if (PlaceList.writeIfOther(file, text.getValue())) {
                changed.add(file);
            }
        }
        for (String place : earlier) {
            Path file = folder.resolve(place);
            if (!this.texts.containsKey(place) && Files.deleteIfExists(file)) {
                changed.add(file);
            }
        }
        list.write(this.texts.keySet());
        changed.sort(null);
        return changed;
    }

    private static void checkMayBeDeleted(PlaceList list, Set<String> earlier) throws IOException {
        try {
            earlier.forEach(PlaceList::checkInside);
        }
        catch (IllegalArgumentException ex) {
            throw new IOException(list.file() + " was changed by somebody else: " + ex.getMessage()
                    + ". Delete it, and the files that were generated", ex);
        }
    }

    private void checkNothingIsInTheWay(Path folder, Set<String> earlier) throws IOException {
        for (Map.Entry<String, String> text : this.texts.entrySet()) {
            Path file = folder.resolve(text.getKey());
            if (Files.exists(file) && !earlier.contains(text.getKey()) && !PlaceList.has(file, text.getValue())) {
                throw new IOException(file
                        + " is in the way: it was not generated. Move it elsewhere, or generate into another folder");
            }
        }
    }

}
