package io.polyplug.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.Arguments;

import io.polyplug.archive.CraftedZip.Entry;
import io.polyplug.archive.CraftedZip.Local;
import io.polyplug.error.BundleArchiveException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Archives that are refused: each by its name, that of the entry, the cause and the cure,
 * and nothing of it is left.
 */
class ArchiveRefusalTests {

    private static final byte[] ZEROS = new byte[1 << 20];

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = { "../evil | leads out of the bundle's folder", "lib/../../evil | leads out of the bundle's folder",
                    "lib/.. | leads out of the bundle's folder", "/etc/evil | has an absolute path",
                    "lib\\evil | has a backslash in its name", "C:evil | letter of a drive",
                    "c:/evil | letter of a drive" })
    void aPathThatLeadsElsewhereIsRefused(String name, String reason) throws IOException {
        BundleArchiveException refusal = refusal(CraftedZip.withManifest().with(Entry.of(name, "evil")));
        assertThat(refusal.entry()).isEqualTo(name);
        assertThat(refusal).hasMessageContaining(reason)
            .hasMessageEndingWith("Pack the bundle's folder anew, so that each name is a path below it");
        assertThat(this.folder.getParent().resolve("evil")).doesNotExist();
    }

    @Test
    void aControlCharacterIsRefusedAndNotRepeated() throws IOException {
        BundleArchiveException refusal = refusal(
                CraftedZip.withManifest().with(Entry.of("a\nWARN all is well\u001b[31m", "x")));
        assertThat(refusal).hasMessageContaining("has a control character in its name")
            .hasMessageContaining("'a\\u000aWARN all is well\\u001b[31m'");
        assertThat(refusal.getMessage()).doesNotContain("\n", "\u001b");
        assertThat(refusal(CraftedZip.withManifest().with(Entry.of("a\0.so", "x"))).entry()).isEqualTo("a\\u0000.so");
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() throws IOException {
        Entry entry = Entry.stored("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1), new byte[1]);
        assertThat(refusal(CraftedZip.withManifest().with(entry)))
            .hasMessageContaining("its entry 'caf\u00e9' has a name that is not in UTF-8");
    }

    @Test
    void anEmptyNameIsRefused() throws IOException {
        assertThat(refusal(CraftedZip.withManifest().with(Entry.of("", "x")))).hasMessageContaining("has no name");
    }

    @ParameterizedTest
    @CsvSource({ "a.so, a.so", "a.so, ./a.so", "lib/a.so, lib//a.so", "lib/, lib/./" })
    void twoEntriesOfOnePathAreRefused(String one, String other) throws IOException {
        boolean folder = one.endsWith("/");
        BundleArchiveException refusal = refusal(CraftedZip.withManifest()
            .with(Entry.of(one, folder ? "" : "1").mode(folder ? 0040755 : 0100644))
            .with(Entry.of(other, folder ? "" : "2").mode(folder ? 0040755 : 0100644)));
        assertThat(refusal).hasMessageContaining("is there more than once");
    }

    @Test
    void whatIsBothAFileAndAFolderIsRefused() throws IOException {
        assertThat(refusal(CraftedZip.withManifest().with(Entry.of("lib/a.so", "1")).with(Entry.of("lib", "2"))))
            .hasMessageContaining("its entry 'lib' is both a file and a folder");
        assertThat(
                refusal(CraftedZip.withManifest().with(Entry.of("lib/", "").mode(0040755)).with(Entry.of("lib", "2"))))
            .hasMessageContaining("'lib' is there more than once");
    }

    @ParameterizedTest
    @CsvSource({ "0120777, is a symbolic link", "0020666, is a device or the like", "0060666, is a device or the like",
            "0010644, is a device or the like", "0140755, is a device or the like",
            "0040755, 'is a folder by its mode or by its name, but not by both'" })
    void whatIsNoFileByItsModeIsRefused(String mode, String reason) throws IOException {
        Entry entry = Entry.of("a.so", "../../etc/passwd").mode(Integer.parseInt(mode, 8));
        assertThat(refusal(CraftedZip.withManifest().with(entry))).hasMessageContaining("its entry 'a.so' " + reason);
    }

    @Test
    void anEncryptedEntryIsRefused() throws IOException {
        for (int flag : new int[] { 1, 1 << 6, 1 << 13 }) {
            assertThat(refusal(CraftedZip.withManifest().with(Entry.of("a.so", "x").flags(flag))))
                .hasMessageContaining("its entry 'a.so' is encrypted. Pack it without a password");
        }
    }

    @Test
    void anotherMethodIsRefused() throws IOException {
        assertThat(refusal(CraftedZip.withManifest().with(Entry.of("a.so", "x").method(12))))
            .hasMessageContaining("its entry 'a.so' is compressed by method 12. Pack it stored or deflated");
    }

    static Stream<Arguments> headersThatDisagree() {
        Entry entry = Entry.of("a.so", "code");
        return Stream.of(
                Arguments.of("name",
                        entry.local((is) -> new Local("b.so".getBytes(StandardCharsets.US_ASCII), is.flags(),
                                is.method(), is.crc(), is.compressed(), is.size()))),
                Arguments.of("method",
                        entry.local((is) -> new Local(is.name(), is.flags(), 8, is.crc(), is.compressed(), is.size()))),
                Arguments.of("flags",
                        entry
                            .local((is) -> new Local(is.name(), 1, is.method(), is.crc(), is.compressed(), is.size()))),
                Arguments.of("crc",
                        entry.local(
                                (is) -> new Local(is.name(), is.flags(), is.method(), 7, is.compressed(), is.size()))),
                Arguments.of("size", entry
                    .local((is) -> new Local(is.name(), is.flags(), is.method(), is.crc(), is.compressed(), 7))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headersThatDisagree")
    void aHeaderThatDisagreesWithTheDirectoryIsRefused(String what, Entry entry) throws IOException {
        assertThat(refusal(CraftedZip.withManifest().with(entry)))
            .hasMessageContaining("its entry 'a.so' says something else in the header before it than in the directory");
    }

    static Stream<Arguments> lies() {
        Entry entry = Entry.deflated("a.so", ZEROS);
        return Stream.of(Arguments.of("fewer bytes than there are", entry.size(1000)),
                Arguments.of("more bytes than there are", entry.size(ZEROS.length + 1)),
                Arguments.of("none", entry.size(0)), Arguments.of("fewer compressed bytes", entry.compressed(10)),
                Arguments.of("more compressed bytes", Entry.of("a.so", "code").compressed(1000)),
                Arguments.of("stored bytes", Entry.of("a.so", "code").size(1000)),
                Arguments.of("another checksum", entry.crc(7)),
                Arguments.of("what is not deflated", Entry.of("a.so", "code").method(8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void anEntryThatLiesIsRefused(String what, Entry entry) throws IOException {
        assertThat(refusal(CraftedZip.withManifest().with(entry)).entry()).isEqualTo("a.so");
    }

    @Test
    void entriesThatShareTheirBytesAreRefused() throws IOException {
        Entry inner = Entry.of("inner", "");
        Entry outer = Entry.stored("c.so".getBytes(StandardCharsets.US_ASCII), new CraftedZip().with(inner).bytes());
        int offset = CraftedZip.withManifest().with(outer).offsetOf(1) + 30 + "c.so".length();
        assertThat(refusal(CraftedZip.withManifest().with(outer).with(inner.at(offset))))
            .hasMessageContaining("its entry 'inner' shares its bytes with another one");
    }

    @Test
    void anArchiveThatGrowsTooMuchIsRefusedBeforeAByteIsWritten() throws IOException {
        Path archive = this.folder.resolve("bomb.ppb");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("manifest.toml"));
            for (int i = 0; i < 300; i++) {
                zip.putNextEntry(new ZipEntry("zeros" + i));
                zip.write(ZEROS);
            }
        }
        BundleArchiveException refusal = refusal(archive);
        assertThat(refusal).hasMessageContaining("it holds 314572800 bytes when unpacked, and of an archive with")
            .hasMessageContaining("at most")
            .hasMessageContaining("one that grows so much is made to fill disks");
    }

    @Test
    void tooManyEntriesAreRefused() throws IOException {
        CraftedZip zip = CraftedZip.withManifest();
        for (int i = 0; i < 20_000; i++) {
            zip.with(Entry.of("f" + i, ""));
        }
        assertThat(refusal(zip)).hasMessageContaining("it has 20001 entries").hasMessageContaining("at most 20000");
    }

    @Test
    void moreBytesThanFitAreRefused() throws IOException {
        CraftedZip zip = CraftedZip.withManifest();
        for (int i = 0; i < 3; i++) {
            zip.with(Entry.deflated("f" + i, ZEROS).size(2_000_000_000));
        }
        assertThat(refusal(zip)).hasMessageContaining("bytes when unpacked, and at most 4000000000 are taken");
    }

    @Test
    void eachTruncationIsRefused() throws IOException {
        byte[] whole = CraftedZip.withManifest().with(Entry.deflated("a.so", ZEROS)).bytes();
        for (int length = 0; length < whole.length; length++) {
            Path archive = Files.write(this.folder.resolve("cut.ppb"), Arrays.copyOf(whole, length));
            assertThat(refusal(archive)).as("%d bytes", length)
                .hasMessageContaining("it ends before its content does")
                .hasMessageEndingWith("Finish writing it, or copy it once more");
        }
    }

    @Test
    void eachChangedByteIsRefusedOrMeansTheSame() throws IOException {
        byte[] whole = CraftedZip.withManifest().with(Entry.deflated("a.so", new byte[100])).bytes();
        Path good = this.folder.resolve("good");
        BundleArchive.unpack(Files.write(this.folder.resolve("good.ppb"), whole), good);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x20;
            Path target = this.folder.resolve("changed" + i);
            try {
                BundleArchive.unpack(Files.write(this.folder.resolve("changed.ppb"), changed), target);
                assertThat(target.resolve("manifest.toml")).hasSameBinaryContentAs(good.resolve("manifest.toml"));
            }
            catch (BundleArchiveException ex) {
                assertThat(target).doesNotExist();
            }
        }
    }

    @Test
    void whatIsNoZipIsRefused() throws IOException {
        Path archive = Files.writeString(this.folder.resolve("text.ppb"), "x".repeat(100_000));
        assertThat(refusal(archive)).hasMessage("Bundle archive " + archive
                + " cannot be read: it is not a zip file. Pack the bundle's folder," + " with polyplug pack or zip -r");
        assertThat(refusal(archive).archive()).isEqualTo(archive);
        assertThat(refusal(archive).entry()).isEmpty();
    }

    @Test
    void bytesBeforeOrBehindAreRefused() throws IOException {
        byte[] whole = CraftedZip.withManifest().bytes();
        byte[] before = new byte[whole.length + 10];
        System.arraycopy(whole, 0, before, 10, whole.length);
        assertThat(refusal(Files.write(this.folder.resolve("before.ppb"), before)))
            .hasMessageContaining("has bytes that do not belong to it");
        assertThat(refusal(Files.write(this.folder.resolve("behind.ppb"), Arrays.copyOf(whole, whole.length + 10))))
            .hasMessageContaining("it ends before its content does");
    }

    @Test
    void aFolderAroundTheBundleIsNamed() throws IOException {
        assertThat(refusal(new CraftedZip().with(Entry.of("greeter/manifest.toml", "")))).hasMessageContaining(
                "it has no manifest.toml beside its folders, but one in 'greeter'. Pack what is in that"
                        + " folder, without the folder around it");
        assertThat(refusal(new CraftedZip().with(Entry.of("a.so", ""))))
            .hasMessageContaining("it has no manifest.toml. ");
        assertThat(refusal(new CraftedZip())).hasMessageContaining("it has no manifest.toml. ");
    }

    private BundleArchiveException refusal(CraftedZip zip) throws IOException {
        return refusal(zip.write(this.folder.resolve("crafted.ppb")));
    }

    private BundleArchiveException refusal(Path archive) {
        Path target = this.folder.resolve("target/unpacked");
        BundleArchiveException refusal = catchThrowableOfType(BundleArchiveException.class,
                () -> BundleArchive.unpack(archive, target));
        assertThat(refusal).isNotNull().hasMessageStartingWith("Bundle archive " + archive + " cannot be read: it");
        assertThat(this.folder.resolve("target")).doesNotExist();
        return refusal;
    }

}
