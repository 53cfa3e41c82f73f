package io.polyplug.testing;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every refusal keeps to: it says each thing once, names no private copy, and ends
 * with its one cure.
 */
public final class MessageRules {

    /** As many words in a row do not come back by chance. */
    private static final int CLAUSE = 4;

    /** What cures begin with. */
    private static final Set<String> IMPERATIVES = Set.of("Add", "Build", "Change", "Choose", "Compute", "Copy",
            "Correct", "Create", "Do", "Export", "Finish", "Give", "Install", "Let", "Link", "Load", "Look", "Make",
            "Name", "Provide", "Put", "Rebuild", "Register", "Reload", "Remove", "Rename", "Return", "Save", "Set",
            "Sign", "Unload", "Update", "Use", "Write");

    private static final Pattern SENTENCE_END = Pattern.compile("\\. (?=\\p{Lu})");

    private static final Pattern DOUBLED_STOP = Pattern.compile("\\.\\.(?!/)");

    private MessageRules() {
    }

    /**
     * Checks a message.
     * @param message the message, or the line of a log after its level
     * @param privateFolder the work directory
     * @param bundleName the bundle that it is about
     */
    public static void check(String message, Path privateFolder, String bundleName) {
        assertThat(message).as("the user's folder is named").doesNotContain(privateFolder.toString());
        assertThat(message).as("no full stop at the end").doesNotEndWith(".");
        assertThat(DOUBLED_STOP.matcher(message).find()).as("a doubled full stop in: %s", message).isFalse();
        assertThat(occurrences(message, "'" + bundleName + "'")).as("how often the bundle is named in: %s", message)
            .isLessThanOrEqualTo(1);
        checkClauses(message);
        checkCure(message);
    }

    private static int occurrences(String message, String part) {
        return message.split(Pattern.quote(part), -1).length - 1;
    }

    private static void checkClauses(String message) {
        List<String> words = Arrays.stream(message.split("[\\s:;,.()]+")).filter((word) -> !word.isEmpty()).toList();
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i + CLAUSE <= words.size(); i++) {
            assertThat(seen.add(words.subList(i, i + CLAUSE)))
                .as("'%s' comes once in: %s", String.join(" ", words.subList(i, i + CLAUSE)), message)
                .isTrue();
        }
    }

    private static void checkCure(String message) {
        List<String> sentences = List.of(SENTENCE_END.split(message));
        assertThat(sentences.stream().filter(MessageRules::isCure)).as("cures in: %s", message)
            .containsExactly(sentences.get(sentences.size() - 1));
    }

    private static boolean isCure(String sentence) {
        return IMPERATIVES.contains(sentence.split(" ", 2)[0]);
    }

}
