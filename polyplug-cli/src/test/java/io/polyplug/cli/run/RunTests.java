package io.polyplug.cli.run;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.polyplug.archive.BundleArchive;
import io.polyplug.cli.Terminal;
import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of real libraries from a command line.
 */
class RunTests {

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private Path api;

    private Path bundle;

    @BeforeEach
    void prepare() {
        this.api = Terminal.resource("everything.toml", this.folder);
        this.bundle = NativeFixtures.copyTo("everything", this.folder.resolve("plugins/everything"));
    }

    @Test
    void listsWhatBundlesProvide() {
        Terminal terminal = Terminal.run("run", this.bundle.getParent());
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.exitCode()).isZero();
        assertThat(terminal.out()).startsWith("everything 1.2.0, generation 1, ")
            .contains("  demo.Everything 1.2.0, functions: 51");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            greet          | Ada                         | hello Ada
            greet          | --help                      | hello --help
            version        |                             | 100
            add            | -5 7                        | 2
            add            | 0x10 1                      | 17
            minus_u8       | 255 1                       | 254
            minus_u64      | 1 18446744073709551615      | 2
            minus_u64      | 0 1                         | 18446744073709551615
            minus_i8       | -128 -1                     | -127
            minus_f64      | 0.5 0.25                    | 0.25
            minus_f64      | 0.5 -Infinity               | Infinity
            minus_i8       | -0x80 -1                    | -127
            negate         | true                        | false
            reverse        | hex:0a0bff                  | hex:ff0b0a
            sum            | ab                          | 195
            pointer        | 0xfff                       | 0x1000
            next8          | Light                       | Dark
            next64         | Dark                        | Top
            shades         | Light Light Light Top       | 9223372036854775812
            static_named   |                             | {"name":"static","n":7,"data":"hex:010203"}
            mid            | {"x":0,"y":1,"tag":1} {x=2,y=3,tag=4} | {"x":1.0,"y":2.0,"tag":5}
            renamed        | {name="Ada",n=4294967295,data="hex:0102"} | {"name":"hello Ada","n":0,"data":"hex:0201"}
            """)
    void readsArgumentsAndPrintsResultsByType(String function, String arguments, String result) {
        List<String> words = (arguments != null) ? List.of(arguments.split(" ")) : List.of();
        assertThat(call(function, words.toArray(String[]::new))).isEqualTo(new Terminal(0, result + "\n", ""));
    }

    @Test
    void recordsWithinRecordsComeBackAsTheyWent() {
        String line = "{\"a\":{\"x\":1.0,\"y\":2.0,\"tag\":3},\"k\":\"Top\",\"b\":{\"x\":4.0,\"y\":5.0,\"tag\":6}}";
        Terminal flipped = call("flip", line);
        assertThat(flipped.err()).isEmpty();
        assertThat(call("flip", flipped.out().strip()).out().strip()).isEqualTo(line);
        String mixed = "{\"a\":255,\"b\":true,\"c\":65535,\"d\":-9,\"text\":\"text\",\"at\":{\"x\":1.0,\"y\":2.0,\"tag\":3},"
                + "\"shade\":\"Dark\",\"data\":\"hex:00ff\",\"address\":\"0x1\"}";
        assertThat(call("echo_mixed", mixed).out().strip()).isEqualTo(mixed);
    }

    @Test
    void flagsAreNamesWithCommas() throws Exception {
        Files.writeString(this.api,
                Files.readString(this.api)
                    .replace("repr = \"u8\"\n", "repr = \"u8\"\nbitflag = true\n")
                    .replace("value = \"200\"", "value = \"4\""));
        assertThat(call("shades", "Light,Top", "Dark", "Dark", "Dark").out()).isEqualTo("11\n");
        assertThat(call("shades", "", "Dark", "Dark", "Dark").out()).isEqualTo("6\n");
        assertThat(call("next8", "Light").out()).isEqualTo("Dark\n");
        assertThat(call("shades", "Light,RED", "Dark", "Dark", "Dark").err())
            .contains("the variants of Shade8 are Light, Dark, Top");
    }

    @Test
    void combinationsOfFlagsAreAllTheirBits() throws Exception {
        Files.writeString(this.api,
                Files.readString(this.api)
                    .replace("repr = \"u8\"\n", "repr = \"u8\"\nbitflag = true\n")
                    .replace("name = \"Top\", value = \"200\"", "name = \"Both\", value = \"Light | Dark\" },"
                            + " { name = \"Nil\", value = \"0\" }, { name = \"High\", value = \"12\""));
        assertThat(call("shades", "Both", "Dark", "Dark", "Dark").out()).isEqualTo("9\n");
        assertThat(call("shades", "Nil", "Dark", "Dark", "Dark").out()).isEqualTo("6\n");
        assertThat(call("shades", "Both,High", "Dark", "Dark", "Dark").out()).isEqualTo("21\n");
        String mixed = "{\"a\":1,\"b\":true,\"c\":1,\"d\":-9,\"text\":\"\",\"at\":{\"x\":1.0,\"y\":2.0,\"tag\":3},"
                + "\"shade\":[%s],\"data\":\"hex:\",\"address\":\"0x1\"}";
        String bits = mixed.formatted("\"Light\",\"Dark\",\"BIT_2\",\"BIT_3\"");
        assertThat(call("echo_mixed", mixed.formatted("\"Both\",\"High\"")).out().strip()).isEqualTo(bits);
        assertThat(call("echo_mixed", bits).out().strip()).isEqualTo(bits);
    }

    @Test
    void foldersInTheWayOfFilesAreNamed() {
        assertThat(call("reverse", "@" + this.folder).err()).contains(this.folder + "': it is a folder");
        assertThat(Terminal.run("run", "--api", this.folder, this.bundle, "demo.Everything.version").err())
            .isEqualTo(this.folder + ": it is a folder. Name the file that has the api\n");
        assertThat(Terminal.run("run", "--trust", this.folder, this.bundle).err())
            .isEqualTo(this.folder + ": it is a folder. Name the file that has the key\n");
    }

    @Test
    void bytesMayBeInAFile() throws Exception {
        Path file = Files.write(this.folder.resolve("bytes"), new byte[] { 1, 2, 3 });
        assertThat(call("reverse", "@" + file).out()).isEqualTo("hex:030201\n");
    }

    @Test
    void functionWithoutAResultPrintsNothing() {
        assertThat(call("nothing")).isEqualTo(new Terminal(0, "", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            minus_u8       | 256 1                       | Argument a: u8 cannot be '256': it is not within 0 and 255
            minus_u8       | -1 1                        | Argument a: u8 cannot be '-1': it is not within 0 and 255
            minus_i8       | 128 1                       | it is not within -128 and 127
            add            | five 1                      | Argument a: i32 cannot be 'five': it is no whole number
            add            | 0x-1 1                      | it is no whole number
            minus_f64      | half 1                      | f32 cannot be 'half': it is neither a number nor NaN
            minus_f64      | 1e39 1                      | f32 cannot be '1e39': it is not within
            minus_f64      | 1 -1e400                    | f64 cannot be '-1e400': it is not within
            negate         | yes                         | it is neither true nor false
            next8          | RED                         | the variants of Shade8 are Light, Dark, Top
            flip           | straight                    | neither an object in JSON
            mid            | {x=1,y=2} {x=1,y=2,tag=3}   | field tag is missing
            mid            | {x=1,y=2,z=3} {x=1,y=2,tag=3} | has no field z. It has x, y, tag
            mid            | {x=1,y=2,tag=-3} {x=1,y=2,tag=3} | field tag: it is not within 0 and 255
            add            | 1                           | takes (a: i32, b: i64). Arguments given: 1
            ad             | 1                           | has no function ad. It has version, add
            unknown_shade  |                             | 77
            fail           |                             | on purpose
            """)
    void refusalsAreOneLine(String function, String arguments, String text) {
        List<String> words = (arguments != null) ? List.of(arguments.split(" ")) : List.of();
        Terminal terminal = call(function, words.toArray(String[]::new));
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err().lines()).hasSize(1);
        assertThat(terminal.err()).contains(text);
    }

    @Test
    void contractThatTheApiLacksIsNamed() {
        Terminal terminal = Terminal.run("run", "--api", this.api, this.bundle, "demo.Nothing.greet", "Ada");
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).contains("no guest contract demo.Nothing", "It has demo.Everything");
    }

    @Test
    void withoutAnApiNothingIsCalled() {
        Terminal terminal = Terminal.run("run", this.bundle, "demo.Everything.greet", "Ada");
        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err()).contains("add --api <file> before the bundles");
    }

    @Test
    void withoutAFolderNothingIsLoaded() {
        Terminal terminal = Terminal.run("run", this.folder.resolve("none"));
        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err()).contains("There is no folder or archive ");
    }

    @Test
    void bundleThatIsNotTrustedIsRefused() {
        Terminal.run("keygen", "--directory", this.folder.resolve("keys"));
        List<Object> words = List.of("run", "--trust", this.folder.resolve("keys/verifying.key"), this.bundle);
        Terminal refused = Terminal.run(words.toArray());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("everything", "signed");
        Terminal.run("sign", "--key", this.folder.resolve("keys/signing.key"), this.bundle);
        assertThat(Terminal.run(words.toArray()).out()).contains(", signed by ");
    }

    @Test
    void bundleIsChosenByName() {
        Path api = Terminal.resource("fixtures.toml", this.folder);
        Path reload = NativeFixtures.copyTo("reload-v1", this.folder.resolve("reload"));
        assertThat(Terminal.run("run", "--api", api, "--bundle", "reload", reload, "reload.test.answer").out())
            .isEqualTo("100\n");
        assertThat(Terminal.run("run", "--api", api, "--bundle", "other", reload, "reload.test.answer").exitCode())
            .isEqualTo(1);
    }

    @Test
    void bothBackendsCall() {
        for (String backend : List.of("auto", "jna")) {
            assertThat(Terminal
                .run("run", "--backend", backend, "--api", this.api, this.bundle, "demo.Everything.greet", "Ada")
                .out()).isEqualTo("hello Ada\n");
        }
    }

    @Test
    void archivesAreBundles() throws Exception {
        Path archive = this.folder.resolve("everything.ppb");
        BundleArchive.pack(List.of(this.bundle), archive);
        assertThat(Terminal.run("run", archive).out()).startsWith("everything 1.2.0, generation 1, " + archive);
        assertThat(Terminal.run("run", "--api", this.api, archive, "demo.Everything.greet", "Ada").out())
            .isEqualTo("hello Ada\n");
    }

    @Test
    void changedArchiveIsCalledAgain() throws Exception {
        Path archive = this.folder.resolve("reload.ppb");
        BundleArchive.pack(List.of(NativeFixtures.copyTo("reload-v1", this.folder.resolve("v1"))), archive);
        Path next = NativeFixtures.copyTo("reload-v2", this.folder.resolve("v2"));
        Path reloadApi = Terminal.resource("fixtures.toml", this.folder);
        StringWriter out = new StringWriter();
        FutureTask<Integer> watching = new FutureTask<>(() -> Terminal.execute(out, new StringWriter(), "run",
                "--watch", "--api", reloadApi, archive, "reload.test.answer"));
        Thread thread = new Thread(watching, "polyplug-run");
        thread.start();
        try {
            await(() -> out.toString().equals("100\n"));
            BundleArchive.pack(List.of(next), archive);
            await(() -> out.toString().endsWith("200\n"));
        }
        finally {
            thread.interrupt();
        }
        assertThat(watching.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void changedBundleIsCalledAgain() throws Exception {
        Path reloadApi = Terminal.resource("fixtures.toml", this.folder);
        Path reload = NativeFixtures.copyTo("reload-v1", this.folder.resolve("watched/reload"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        FutureTask<Integer> watching = new FutureTask<>(() -> Terminal.execute(out, err, "run", "--watch", "--api",
                reloadApi, reload.getParent(), "reload.test.answer"));
        Thread thread = new Thread(watching, "polyplug-run");
        thread.start();
        try {
            await(() -> out.toString().equals("100\n"));
            Files.writeString(NativeFixtures.library(reload), "no library");
            await(() -> !err.toString().isEmpty());
            assertThat(out.toString()).isEqualTo("100\n");
            NativeFixtures.copyTo("reload-v2", reload);
            await(() -> out.toString().endsWith("200\n"));
        }
        finally {
            thread.interrupt();
        }
        assertThat(watching.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("it takes more than a minute").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Terminal call(String function, String... arguments) {
        List<Object> words = new ArrayList<>(
                List.of("run", "--api", this.api, this.bundle, "demo.Everything." + function));
        words.addAll(List.of(arguments));
        return Terminal.run(words.toArray());
    }

}
