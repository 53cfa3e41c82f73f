package io.polyplug.codegen.toml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.toml.SourceText.Text;

/**
 * The names of one scope, such as the fields of a record: each an identifier, none
 * reserved, no two alike. Not thread-safe.
 */
final class Names {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, Position> first = new HashMap<>();

    private final Problems problems;

    Names(Problems problems) {
        this.problems = problems;
    }

    /**
     * Takes an identifier.
     * @param name the name
     * @param owner what has the name
     * @return whether it is the first of its name
     */
    boolean declare(Text name, TableNode owner) {
        checkWord(name, 0, name.value(), owner);
        return isFirst(name, owner);
    }

    /**
     * Takes the name of a contract: identifiers with dots between.
     * @param name the name
     * @param owner what has the name
     * @return whether it can be judged further
     */
    boolean declareDotted(Text name, TableNode owner) {
        isFirst(name, owner);
        boolean sound = true;
        int index = 0;
        for (String word : name.value().split("\\.", -1)) {
            sound &= checkWord(name, index, word, owner);
            index += word.length() + 1;
        }
        return sound;
    }

    /**
     * Takes a name of which only has to be proved that it is unique.
     * @param name the name
     * @param owner what has the name
     * @return whether it is the first of its name
     */
    boolean isFirst(Text name, TableNode owner) {
        Position earlier = this.first.putIfAbsent(name.value(), name.position());
        if (earlier != null) {
            this.problems.add(name.position(), owner.title() + " is declared twice: first at " + earlier,
                    "Rename or remove one of them");
        }
        return earlier == null;
    }

    private boolean checkWord(Text name, int index, String word, TableNode owner) {
        Matcher matcher = IDENTIFIER.matcher(word);
        if (!matcher.matches()) {
            int sound = matcher.lookingAt() ? matcher.end() : 0;
            this.problems.add(name.at(index + sound), owner.title() + " has a name that is no identifier",
                    "Use letters from A to Z, digits and _, and no digit at the begin");
            return false;
        }
        List<String> languages = ReservedWords.languages(word);
        if (!languages.isEmpty()) {
            this.problems.add(name.at(index), owner.title() + " has a name that cannot be used: '" + word
                    + "' is reserved in " + String.join(", ", languages), "Choose another name");
        }
        return true;
    }

}
