package io.polyplug.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.ManifestException;
import io.polyplug.platform.Platform;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is refused: each message names the file as its user knows it, the field, the cause
 * and the cure.
 */
class ManifestRefusalTests {

    private static final String DAMAGE = "[]{}=\"'.@\\ue0x-+:T\n\t\0\u00e9 #1";

    @TempDir
    Path folder;

    @Test
    @DisplayName("DI-06, ER-07, docs/abi.md 8.3 row 1: a folder without a manifest")
    void missingFile() {
        Path file = this.folder.resolve(Manifest.FILE_NAME);
        ManifestException refusal = catchThrowableOfType(ManifestException.class,
                () -> ManifestFile.read(file, ManifestFile.SHOWN_AS));
        assertThat(refusal).hasMessageStartingWith(ManifestFile.SHOWN_AS.toString())
            .hasMessageContaining("failed to read: there is no such file");
        assertThat(refusal.file()).isEqualTo(ManifestFile.SHOWN_AS);
        assertThat(refusal.field()).isEmpty();
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 1: a folder in the manifest's place")
    void folderInsteadOfFile() throws IOException {
        Path file = Files.createDirectory(this.folder.resolve(Manifest.FILE_NAME));
        assertThat(catchThrowableOfType(ManifestException.class, () -> ManifestFile.read(file, file)))
            .hasMessageContaining("failed to read: it is not a file");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 1: a file that is far too large, or not UTF-8")
    void unreadableContent() {
        assertThat(refusalOf(new byte[2_000_000])).hasMessageContaining("failed to read: it has 2000000 bytes");
        assertThat(refusalOf(new byte[] { '#', (byte) 0xff }))
            .hasMessageContaining("failed to read: it is not valid UTF-8");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 2: bad TOML, with line and column")
    void badToml() {
        ManifestException refusal = refusalOf("loader = \"native\"\nname = \n".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal).hasMessageContaining("not valid TOML: line 2, column")
            .hasMessageContaining("Correct it there");
        assertThat(refusal.field()).isEmpty();
        assertThat(refusal.getCause()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            loader         | 1                | the number 1
            name           | ["x"]            | a list
            version        | 1.2              | the number 1.2
            file           | true             | true
            id             | "0x1"            | the text '0x1'
            id             | 1.0              | the number 1.0
            provides       | "image.Filter@1" | the text 'image.Filter@1'
            provides       | [1]              | the number 1
            function_count | 3                | the number 3
            bundle_dependencies | {}          | a table
            dependency     | {}               | a table
            needs_reinit_on_dep_reload | "true" | the text 'true'
            jvm            | "never"          | the text 'never'
            """)
    @DisplayName("docs/abi.md 8.3 row 2: a value of the wrong type")
    void wrongType(String key, String value, String described) {
        assertThat(new ManifestFile().with(key, value).refusedIn(this.folder)).hasMessageContaining("'" + key + "'")
            .hasMessageContaining("has the wrong type: it is " + described + ". Write ")
            .extracting(ManifestException::field)
            .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = { "-1", "18446744073709551616", "0x1_0000_0000_0000_0000", "-9223372036854775808" })
    @DisplayName("docs/abi.md 8.3 row 2: an id that is no unsigned 64-bit number")
    void idOutOfRange(String id) {
        assertThat(new ManifestFile().with("id", id).refusedIn(this.folder))
            .hasMessageContaining("no unsigned 64-bit number");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 2: no loader")
    void missingLoader() {
        assertField(new ManifestFile().without("loader"), "loader", "'loader' is missing. Write loader = \"native\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            contract = "a"                           | min_version
            min_version = "1.0"                      | contract
            """)
    @DisplayName("docs/abi.md 8.3 row 2: a dependency without one of its keys")
    void missingDependencyKey(String text, String missing) {
        assertField(new ManifestFile().dependency(text), "dependency[0]." + missing, "is missing");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 2: a dependency without its kind")
    void missingDependencyKind() {
        assertField(new ManifestFile().followedBy("[[dependency]]\ncontract = \"a\"\nmin_version = \"1.0\""),
                "dependency[0].kind", "is missing");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 2: a function count that is no unsigned 32-bit number")
    void functionCountOutOfRange() {
        assertField(new ManifestFile().followedBy("[function_count]\n\"a@1\" = 4294967296"), "function_count.a@1",
                "no number of functions");
        assertField(new ManifestFile().followedBy("[function_count]\n\"a@1\" = -1"), "function_count.a@1",
                "no number of functions");
        assertField(new ManifestFile().followedBy("[function_count]\na.b = 1"), "function_count.a", "wrong type");
    }

    @Test
    @DisplayName("MF-13, docs/abi.md 8.3 row 2: no library for this platform")
    void missingPlatform() {
        assertField(new ManifestFile().without("file").followedBy("[file]\nplan9.mips = \"p.so\"\nbeos.ppc = \"q.so\""),
                "file", "no file entry for platform " + Platform.current(), "entries for beos.ppc, plan9.mips");
        assertField(new ManifestFile().with("file", "{}"), "file", "no entry at all");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 3: an empty loader")
    void emptyLoader() {
        assertField(new ManifestFile().with("loader", "\"\""), "loader", "the loader field is empty");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 4: no name")
    void missingName() {
        assertField(new ManifestFile().without("name"), "name", "the name field is missing or empty", "Write");
        assertField(new ManifestFile().with("name", "\"\""), "name", "the name field is missing or empty");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"\"", "\"  \"" })
    @DisplayName("MF-02, MF-03, MF-04, ER-13, docs/abi.md 8.3 row 5: no library")
    void emptyFile(String file) {
        assertField(new ManifestFile().with("file", file), "file", "bundle 'my-bundle' names no library", "Write");
        assertField(new ManifestFile().without("file"), "file", "bundle 'my-bundle' names no library");
    }

    @Test
    @DisplayName("NL-12, docs/abi.md 8.3 row 6: no id")
    void missingId() {
        assertField(new ManifestFile().without("id"), "id", "the id field is missing or 0",
                "Write id = 0xfe6226876e3a35b2");
        assertField(new ManifestFile().with("id", "0"), "id", "the id field is missing or 0");
    }

    @Test
    @DisplayName("MF-06, ER-14, docs/abi.md 8.3 row 7: an id that is not the name's, with both values and the right"
            + " one to write")
    void tamperedId() {
        assertField(new ManifestFile().with("id", "0x" + new BundleId(BundleId.of("my-bundle").value() + 1)), "id",
                "bundle 'my-bundle' was renamed or tampered with", "its id is 0xfe6226876e3a35b3",
                "the id of this name is 0xfe6226876e3a35b2", "Write the latter if the name is right");
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "", "@1", "  @1", "a@", "a@x", "a@1.2.3.4", "a@1@2", "a@-1", "a@4294967296", "a@1.", "a@ 1" })
    @DisplayName("docs/abi.md 8.3 rows 8 and 9: bad entries of provides and bundle_dependencies")
    void badEntry(String entry) {
        assertField(new ManifestFile().with("provides", "[\"" + entry + "\"]"), "provides",
                "'" + entry + "' in 'provides'", "Write it such as");
        assertField(new ManifestFile().with("bundle_dependencies", "[\"" + entry + "\"]"), "bundle_dependencies",
                "'" + entry + "' in 'bundle_dependencies'");
    }

    @Test
    @DisplayName("MF-15, docs/abi.md 8.3 row 10: a contract id that is not the contract's")
    void wrongContractId() {
        assertField(
                new ManifestFile().dependency("contract = \"b\"\nmin_version = \"1.0\"")
                    .dependency("contract = \"test.add\"\nmin_version = \"1.0\"\ncontract_id = 7"),
                "dependency[1].contract_id", "0x0000000000000007 (7)", "0x40244df59fcbecb6 (4621904834932239542)",
                "major version 1");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 10: a minimum without a dot counts as major 0, and the message says so")
    void contractIdOfAMinimumThatIsNoVersion() {
        assertField(
                new ManifestFile()
                    .dependency("contract = \"a\"\nmin_version = \"1\"\ncontract_id = 0x" + GuestContractId.of("a", 1)),
                "dependency[0].contract_id", "counts as major version 0", "Write it such as \"1.0\"");
    }

    @Test
    void contractIdThatCannotBeComputed() {
        assertField(new ManifestFile().dependency("contract = \"a\"\nmin_version = \"1\""), "dependency[0].min_version",
                "cannot be computed", "\"1.0\"");
    }

    @Test
    void nameOfSeveralLines() {
        assertField(new ManifestFile().with("name", "\"my\\nbundle\""), "name", "control characters", "of one line");
    }

    @Test
    void dependencyWithoutNames() {
        assertField(new ManifestFile().dependency("contract = \"@1\"\nmin_version = \"1.0\""), "dependency[0].contract",
                "names no contract");
        assertField(new ManifestFile().dependency("contract = \"a\"\nmin_version = \"1.0\"\nbundle = \"\""),
                "dependency[0].bundle", "is empty");
    }

    @Test
    @DisplayName("V-11, ER-11, docs/abi.md 8.3 row 13: a provided contract without a function count")
    void missingFunctionCount() {
        assertField(new ManifestFile().with("provides", "[\"a@1\", \"b\"]").followedBy("[function_count]\n\"a@1\" = 1"),
                "function_count", "no entry for 'b@1'", "Write \"b@1\" = ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "not_a_version", "1", "1.2.3.4", "1.x", "1.0-beta", "4294967296.0", " 1.0" })
    @DisplayName("V-14, docs/abi.md 8.3 row 12: a bad version, before anything is opened")
    void badVersion(String version) {
        assertField(new ManifestFile().with("version", "\"" + version + "\"").with("provides", "[\"a@1\"]"), "version",
                "'" + version + "'");
    }

    @Test
    void earlierRulesWinOverLaterOnes() {
        ManifestFile file = new ManifestFile().followedBy("[jvm]\nx = 1");
        assertField(file, "jvm.x");
        assertField(file.with("provides", "[\"a\"]"), "function_count");
        assertField(file.with("version", "\"1\""), "version");
        assertField(file.with("provides", "[\"\"]"), "provides");
        assertField(file.with("id", "1"), "id");
        assertField(file.without("file"), "file");
        assertField(file.without("name"), "name");
        assertField(file.with("loader", "\"\""), "loader");
        assertField(file.with("id", "-1"), "id");
    }

    @ParameterizedTest
    @CsvSource({ "unload,sometimes,never", "returned_memory,free,borrowed", "host_arguments,kept,leaked",
            "floating_point,save,restore" })
    void jvmTableRefusesUnknownValues(String key, String value, String allowed) {
        assertField(new ManifestFile().followedBy("[jvm]\n" + key + " = \"" + value + "\""), "jvm." + key,
                "'" + value + "' is no value of 'jvm." + key + "'", "\"" + allowed + "\"");
    }

    @Test
    void jvmTableRefusesUnknownKeys() {
        assertField(new ManifestFile().followedBy("[jvm]\nunlaod = \"never\""), "jvm.unlaod",
                "'unlaod' is no setting of [jvm]",
                "Write unload, returned_memory, host_arguments, binding or floating_point");
    }

    @ParameterizedTest
    @ValueSource(strings = { "id = 1e999999999", "id = nan", "x = \"\\UFFFFFFFF\"", "x = \"\\uD800\"", "x = 9999-99-99",
            "x = 1e99999999999999999999" })
    void oddTokensAreRefusedLikeAnyOther(String line) {
        assertThat(refusalOf((new ManifestFile().without("id").text() + line).getBytes(StandardCharsets.UTF_8)))
            .isNotNull();
    }

    @Test
    void damagedBytesNeverFailOtherwise() {
        byte[] valid = new ManifestFile().with("provides", "[\"a@1\"]")
            .dependency("contract = \"a\"\nmin_version = \"1.0\"")
            .followedBy("[function_count]\n\"a@1\" = 0x2\n[jvm]\nunload = \"never\"")
            .text()
            .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(20240229);
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = valid.clone();
            for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            }
            catchThrowableOfType(ManifestException.class, () -> ManifestFile.read(this.folder, damaged));
        }
    }

    private ManifestException refusalOf(byte[] content) {
        return catchThrowableOfType(ManifestException.class, () -> ManifestFile.read(this.folder, content));
    }

    private void assertField(ManifestFile file, String field, String... parts) {
        ManifestException refusal = file.refusedIn(this.folder);
        assertThat(refusal).as(field).isNotNull();
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.file()).isEqualTo(ManifestFile.SHOWN_AS);
        assertThat(refusal).hasMessageStartingWith(ManifestFile.SHOWN_AS + ": ");
        for (String part : parts) {
            assertThat(refusal).hasMessageContaining(part);
        }
    }

}
