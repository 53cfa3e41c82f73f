package io.polyplug.codegen.toml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.codegen.api.Position;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/**
 * A text as TOML 1.1, which is what upstream's generator reads. A mistake of syntax lets
 * the parser stumble over what follows: of each table the first is told.
 */
final class TomlSyntax {

    private static final Pattern TWICE = Pattern
        .compile("(.+?) (?:is not an array \\()?previously defined .*?at line (\\d+), column (\\d+)\\)?");

    private final SourceText source;

    private final Problems problems;

    private TomlSyntax(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    static TomlTable parse(String text, SourceText source, Problems problems) {
        TomlParseResult result = Toml.parse(text, TomlVersion.V1_1_0);
        new TomlSyntax(source, problems).judge(result);
        return result;
    }

    private void judge(TomlParseResult result) {
        int broken = 0;
        for (TomlParseError error : result.errors()) {
            Position position = this.source.at(error.position());
            if (broken != 0 && !tableBeginsBetween(broken, position)) {
                continue;
            }
            broken = 0;
            Matcher twice = TWICE.matcher(String.valueOf(error.getMessage()));
            if (twice.matches()) {
                Position first = this.source.at(Integer.parseInt(twice.group(2)), Integer.parseInt(twice.group(3)));
                this.problems.add(position, "'" + twice.group(1) + "' is defined twice: first at " + first,
                        "Remove one of them");
            }
            else {
                broken = position.line();
                tell(position, String.valueOf(error.getMessage()));
            }
        }
    }

    private void tell(Position position, String message) {
        String cure = message.equals("Integer is too large")
                ? "Write values of enums as strings, such as value = \"0xFFFFFFFFFFFFFFFF\""
                : "Correct the text; what it says is judged once it is TOML";
        this.problems.add(position, "This is not TOML: " + message, cure);
    }

    private boolean tableBeginsBetween(int broken, Position position) {
        for (int line = broken + 1; line <= position.line(); line++) {
            boolean isTheErrorItself = line == position.line() && position.column() == 1;
            if (this.source.isHeader(line) && !isTheErrorItself) {
                return true;
            }
        }
        return false;
    }

}
