package io.polyplug.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/conformance.md} and the tests tell the same; and the check that says so
 * would notice if they did not.
 */
class ConformanceTableTests {

    private static final Path REPOSITORY = Path.of("..");

    /** The made-up world of the self-test. */
    private static final String TABLE = """
            # Anything
            | row | what | shown by |
            |---|---|---|
            | X-01 | one thing | `FirstTests` |
            | X-02 | another \\| thing | `FirstTests`, `SecondTests` |
            | Y-01 | nothing for us | none: Java has no such thing |

            | no | what | tests |
            |---|---|---|
            | 1 | more | `FirstTests#more` |
            """;

    private static final String FIRST = """
            @Test
            @%s("X-01: one" + " thing, X-" + "02 too")
            void more() {
            }
            """.formatted("DisplayName");

    private static final String SECOND = """
            // X-03 in a comment names nothing, nor does log("Y-01")
            @Test
            @%s("UTF-8, Z-77 of another list; X-02")
            void other() {
            }
            """.formatted("DisplayName");

    private final ConformanceCheck madeUp = new ConformanceCheck(ConformanceRows.of("X 1-2", "Y 1-1"), 1);

    private List<String> problems(String table, String first, String second) {
        TestSources sources = new TestSources();
        sources.add("FirstTests", first);
        sources.add("SecondTests", second);
        return this.madeUp.problems(ConformanceTable.of(table), sources);
    }

    @Test
    void tableAndTestsTellTheSame() throws IOException {
        ConformanceTable table = ConformanceTable.of(Files.readString(REPOSITORY.resolve("docs/conformance.md")));
        ConformanceCheck check = new ConformanceCheck(ConformanceRows.known(), 10);
        assertThat(check.problems(table, TestSources.of(REPOSITORY))).isEmpty();
    }

    @Test
    void listOfRowsIsComplete() {
        assertThat(ConformanceRows.known().all()).hasSize(ConformanceRows.BEHAVIOURS + ConformanceRows.WEAKNESSES)
            .contains("R-56", "LY-26", "LY-30", "LY-63", "W-29")
            .doesNotContain("R-07", "LY-27", "LY-64", "W-30", "S-00");
    }

    @Test
    void nothingIsWrongWithTheMadeUpTable() {
        assertThat(problems(TABLE, FIRST, SECOND)).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = ';', quoteCharacter = '~',
            textBlock = """
                    | X-01 | one thing | `FirstTests` |\\n;            ;X-01 is missing in the table
                    | X-01 |       ;| X-02 |                           ;X-02 is in the table twice
                    | X-01 |       ;| X-09 |                           ;X-09 is in the table and does not exist
                    `FirstTests` | ;`LostTests` |                      ;X-01 is said to be shown by LostTests, which does not exist
                    `FirstTests` | ;`SecondTests` |                    ;X-01 is said to be shown by SecondTests, where no display name names it
                    `FirstTests` | ;open |                             ;X-01 has neither a test nor a reason: open
                    `FirstTests` | ;none: not in Java |                ;X-01 is said to have no test, and is named by [FirstTests]
                    none: Java     ;not: Java                          ;Y-01 has neither a test nor a reason: not: Java has no such thing
                    has no such thing;                                 ;Y-01 has no test, and what stands there is no reason: none: Java
                    | 1 | more     ;| 2 | more                         ;Number 1 of what upstream does not test is missing
                    `FirstTests#more`;`FirstTests`                     ;Number 1 of what upstream does not test names no test
                    FirstTests#more;FirstTests#less                    ;Number 1 names TestMethod[className=FirstTests, method=less], which does not exist
                    """)
    void whatIsWrongWithATableIsTold(String part, String instead, String problem) {
        String replacement = (instead != null) ? instead : "";
        String target = part.replace("\\n", "\n");
        assertThat(TABLE).contains(target);
        int at = TABLE.indexOf(target);
        String table = TABLE.substring(0, at) + replacement + TABLE.substring(at + target.length());
        assertThat(problems(table, FIRST, SECOND)).contains(problem);
    }

    @Test
    void rowsThatTestsInventAreTold() {
        assertThat(problems(TABLE, FIRST, SECOND.replace("X-02", "X-02 X-05")))
            .containsExactly("X-05 is named by [SecondTests] and does not exist");
    }

    @Test
    void testsThatNoLongerNameTheirRowAreTold() {
        assertThat(problems(TABLE, FIRST, SECOND.replace("X-02", "nothing")))
            .containsExactly("X-02 is said to be shown by SecondTests, where no display name names it");
    }

    @Test
    void reasonsThatATestMakesUntrueAreTold() {
        assertThat(problems(TABLE, FIRST, SECOND.replace("X-02", "X-02 Y-01")))
            .containsExactly("Y-01 is said to have no test, and is named by [SecondTests]");
    }

}
