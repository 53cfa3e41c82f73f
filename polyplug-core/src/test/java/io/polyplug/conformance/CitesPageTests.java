package io.polyplug.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.polyplug.contract.BundleId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/abi.md} and {@code docs/behaviour.md}: their numbering, the cites of it in
 * the sources of all modules, and the structs that the one shows.
 */
class CitesPageTests {

    private static final Path REPOSITORY = Path.of("..");

    private static final Path HEADER = REPOSITORY.resolve("polyplug-abi/src/main/native/include/polyplug_abi.h");

    /** Fewer would mean that they are not found. */
    private static final int FEWEST_CITES = 100;

    /** Made at run time, for this source is read as well. */
    private static final String FORMER_WORD = "speci".concat("fication");

    private static final String FIRST = """
            # First
            ## <a id="1"></a>1 One
            ### <a id="1.1"></a>1.1 One of one, with [2.1](second.md#2.1)
            ### <a id="1.2"></a>1.2 Two of one
            """;

    private static final String SECOND = """
            # Second
            ## <a id="2"></a>2 Two
            ### <a id="2.1"></a>2.1 One of two, with [itself](#2.1)
            """;

    private static NumberedPages pages(String first, String second) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("first", first);
        pages.put("second", second);
        return new NumberedPages(pages);
    }

    private static List<String> problemsOf(String source) {
        CitingSources sources = new CitingSources();
        sources.add("Some.java", source);
        return sources.problems(pages(FIRST, SECOND));
    }

    /** Cites of made-up pages would be none in this source. */
    private static String cite(String page, String numbers) {
        return "docs/" + page + ".md " + numbers;
    }

    @Test
    void headingsHaveOneNumberingOverBothPages() throws IOException {
        assertThat(NumberedPages.of(REPOSITORY).problems()).isEmpty();
    }

    @Test
    void eachCiteNamesAHeading() throws IOException {
        NumberedPages pages = NumberedPages.of(REPOSITORY);
        CitingSources sources = CitingSources.of(REPOSITORY);
        assertThat(sources.problems(pages)).isEmpty();
        assertThat(sources.count(pages)).isGreaterThan(FEWEST_CITES);
    }

    @Test
    @DisplayName("docs/abi.md 2, 3: sizes and offsets are those that the header checks")
    void structsAreThoseOfTheHeader() throws IOException {
        Map<String, Long> page = StructTables.inPage(Files.readString(REPOSITORY.resolve("docs/abi.md")));
        Map<String, Long> header = StructTables.inHeader(Files.readString(HEADER));
        assertThat(header).hasSizeGreaterThan(90);
        assertThat(page).containsAllEntriesOf(header);
        page.keySet().removeAll(header.keySet());
        assertThat(page.values()).as("what the header does not check comes first: %s", page).containsOnly(0L);
    }

    @Test
    @DisplayName("docs/abi.md 3.4, 7: each function of the host table has a section, in the order of the table")
    void functionsOfTheHostTableHaveSections() throws IOException {
        NumberedPages pages = NumberedPages.of(REPOSITORY);
        List<String> fields = StructTables.inPage(pages.pages().get("abi"))
            .keySet()
            .stream()
            .filter((key) -> key.startsWith("PpHostApi, "))
            .map((key) -> key.substring("PpHostApi, ".length()))
            .toList();
        List<String> sections = pages.sections("abi")
            .entrySet()
            .stream()
            .filter((section) -> section.getKey().startsWith("7.") && !section.getKey().equals("7.1"))
            .map(Map.Entry::getValue)
            .toList();
        assertThat(sections).hasSize(21).isEqualTo(fields.subList(1, fields.size() - 1));
    }

    @Test
    @DisplayName("docs/abi.md 6.2: the examples of ids are right")
    void examplesOfIdsAreRight() throws IOException {
        Map<String, String> examples = Pattern
            .compile("^\\| `([^`]+)`(?: \\(.*\\))? \\| `([0-9a-f]{16})` \\|$", Pattern.MULTILINE)
            .matcher(Files.readString(REPOSITORY.resolve("docs/abi.md")))
            .results()
            .collect(Collectors.toMap((row) -> row.group(1), (row) -> row.group(2)));
        assertThat(examples).hasSize(9)
            .allSatisfy(
                    (text, hash) -> assertThat(BundleId.of(text).value()).isEqualTo(Long.parseUnsignedLong(hash, 16)));
    }

    @Test
    void nothingIsWrongWithTheMadeUpPages() {
        assertThat(pages(FIRST, SECOND).problems()).isEmpty();
        assertThat(problemsOf("/** (" + cite("first", "1.1, 1.2") + ") and " + cite("second", "2 to 2.1") + " */"))
            .isEmpty();
        assertThat(problemsOf("// " + cite("other", "7.7") + ", as of Java 17.0")).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = ';',
            textBlock = """
                    1.2 Two            ;1.3 Two                  ;first.md 1.3 has the anchor 1.2
                    <a id="1.2"></a>1.2;<a id="1.3"></a>1.3      ;1.3 comes after 1.1
                    <a id="1.2"></a>1.2;<a id="1.1"></a>1.1      ;1.1 is there twice
                    <a id="1.2"></a>1.2;<a id="2"></a>2          ;2 is there twice
                    <a id="1.2"></a>   ;''                       ;first.md has a heading without number and anchor: 1.2 Two of one
                    second.md#2.1      ;second.md#2.2            ;first.md links to second.md 2.2, which does not exist
                    [2.1]              ;[2.2]                    ;first.md calls 2.2 what is 2.1
                    """)
    void whatIsWrongWithAPageIsTold(String part, String instead, String problem) {
        assertThat(FIRST).contains(part);
        assertThat(pages(FIRST.replace(part, instead), SECOND).problems()).contains(problem);
    }

    @Test
    void citesOfWhatIsNotThereAreTold() {
        assertThat(problemsOf("/** (" + cite("first", "1.3)") + " */"))
            .containsExactly("Some.java cites docs/first.md 1.3, which does not exist");
        assertThat(problemsOf("/**\n * It is so (docs/first.md\n * 1.1, 2.1).\n */"))
            .containsExactly("Some.java cites docs/first.md 2.1, which does not exist");
        assertThat(problemsOf("name(\"docs/sec\"\n        + \"ond.md 3: so\")"))
            .containsExactly("Some.java cites docs/second.md 3, which does not exist");
    }

    @Test
    void documentsThatReadersDoNotHaveAreTold() {
        assertThat(problemsOf("// as ABI " + FORMER_WORD + " 6.2 says")).hasSize(1);
        assertThat(problemsOf("/** the behaviour\n * " + FORMER_WORD.toUpperCase(Locale.ROOT) + ". */")).hasSize(1);
        assertThat(problemsOf("options.sequential" + FORMER_WORD + "(Store.class)")).isEmpty();
    }

    @Test
    void structsAreReadFromPagesAndHeaders() {
        assertThat(StructTables.inPage("""
                | `PpPair` | 16 | `one` 0, `two` 8 | both |
                | `PpKey` | 32 | | bytes |

                `PpTable`, 24 bytes: three words.

                | offset | field |
                |---|---|
                | 0 | `first` | `void *` |
                | 16 | `last` | |

                | 8 | `other` | |
                """)).isEqualTo(Map.of("PpPair", 16L, "PpPair, one", 0L, "PpPair, two", 8L, "PpKey", 32L, "PpTable",
                24L, "PpTable, first", 0L, "PpTable, last", 16L));
        assertThat(StructTables.inHeader("PP_SIZE(PpPair, 16);  PP_OFF(PpPair, two, 8);\n#define PP_OFF(T, f, n) x"))
            .isEqualTo(Map.of("PpPair", 16L, "PpPair, two", 8L));
    }

}
