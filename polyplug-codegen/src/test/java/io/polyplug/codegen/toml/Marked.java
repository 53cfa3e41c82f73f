package io.polyplug.codegen.toml;

import java.util.ArrayList;
import java.util.List;

/**
 * A text in which places are marked. Finds their lines and columns by counting, apart
 * from the code that is tested.
 *
 * @param text the text without the marks
 * @param places line and column of each mark, as {@code 3:8}
 */
record Marked(String text, List<String> places) {

    private static final int MARK = '▸';

    static Marked of(String marked) {
        StringBuilder text = new StringBuilder();
        List<String> places = new ArrayList<>();
        int line = 1;
        int column = 1;
        for (int character : marked.codePoints().toArray()) {
            if (character == MARK) {
                places.add(line + ":" + column);
                continue;
            }
            text.appendCodePoint(character);
            column++;
            if (character == '\n') {
                line++;
                column = 1;
            }
        }
        return new Marked(text.toString(), places);
    }

    /**
     * {@return what is to be told, by the marks in their order}
     * @param messages one for each mark
     */
    List<String> expected(List<String> messages) {
        if (messages.size() != this.places.size()) {
            throw new IllegalArgumentException(this.places.size() + " marks, " + messages.size() + " messages");
        }
        List<String> expected = new ArrayList<>();
        for (int index = 0; index < messages.size(); index++) {
            expected.add("api.toml:" + this.places.get(index) + ": " + messages.get(index));
        }
        return expected;
    }

}
