package io.polyplug.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;

import io.polyplug.error.BundleLoadException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is seen of a library before it is opened, with the JDK's own as examples.
 */
@EnabledOnOs(OS.LINUX)
class ElfFileTests {

    private static final Path JDK_LIBRARIES = Path.of(System.getProperty("java.home"), "lib");

    private static byte[] library;

    @TempDir
    Path folder;

    Path file;

    @BeforeAll
    static void readLibrary() throws IOException {
        library = Files.readAllBytes(JDK_LIBRARIES.resolve("libzip.so"));
    }

    @BeforeEach
    void nameFile() {
        this.file = this.folder.resolve("libp.so");
    }

    @Test
    void factsOfARealLibrary() {
        ElfFile elf = ElfFile.read(JDK_LIBRARIES.resolve("libjava.so"), JDK_LIBRARIES.resolve("libjava.so"), "jdk");
        assertThat(elf.soname()).contains("libjava.so");
        assertThat(elf.needed()).contains("libjvm.so", "libc.so.6");
        assertThat(elf.has(ElfTrait.UNIQUE_SYMBOLS)).isFalse();
        assertThat(elf.has(ElfTrait.THREAD_EXIT_DESTRUCTORS)).isFalse();
        assertThat(elf.has(ElfTrait.THREADS)).isFalse();
        assertThat(elf.isMarkedNoDelete()).isFalse();
        assertThat(ElfFile.isFormatOfThisPlatform()).isTrue();
    }

    @Test
    void libraryThatStartsThreadsIsKnown() {
        assertThat(ElfFile
            .read(JDK_LIBRARIES.resolve("server").resolve("libjvm.so"),
                    JDK_LIBRARIES.resolve("server").resolve("libjvm.so"), "jdk")
            .has(ElfTrait.THREADS)).isTrue();
    }

    @Test
    void everyLibraryOfTheJdkIsAccepted() throws IOException {
        try (var files = Files.walk(JDK_LIBRARIES)) {
            assertThat(files.filter((path) -> path.toString().endsWith(".so"))).isNotEmpty()
                .allSatisfy((path) -> assertThat(ElfFile.read(path, path, "jdk").needed()).contains("libc.so.6"));
        }
    }

    @Test
    @DisplayName("NL-08 a missing library")
    void missing() {
        assertRefused("does not exist");
    }

    @Test
    @DisplayName("NL-09 an empty library")
    void empty() {
        write(new byte[0]);
        assertRefused("is empty", "Copy it again");
    }

    @Test
    @DisplayName("MF-17 a truncated library: ELF magic and zeros")
    void magicAndZeros() {
        write(Arrays.copyOf(Arrays.copyOf(library, 4), 4096));
        assertRefused("is not a 64-bit");
    }

    @ParameterizedTest
    @ValueSource(strings = { "garbage", "MZ this is a DLL", "x" })
    @DisplayName("MF-18 garbage")
    void garbage(String content) {
        write(content.getBytes(StandardCharsets.US_ASCII));
        assertRefused("is not a Linux library", "Build it for Linux");
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.1, 0.5, 0.9, 0.9999 })
    @DisplayName("MF-17 a library that was cut short")
    void cutShort(double part) {
        write(Arrays.copyOf(library, (int) (library.length * part)));
        assertRefused("is incomplete", "Copy it again");
    }

    @Test
    void cutByOneByteOfItsLastSegment() {
        ByteBuffer bytes = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
        long end = 0;
        for (int index = 0; index < bytes.getShort(56); index++) {
            int entry = (int) bytes.getLong(32) + index * 56;
            if (bytes.getInt(entry) == 1) {
                end = Math.max(end, bytes.getLong(entry + 8) + bytes.getLong(entry + 32));
            }
        }
        byte[] withoutSections = library.clone();
        Arrays.fill(withoutSections, 40, 48, (byte) 0);
        write(Arrays.copyOf(withoutSections, (int) end));
        assertThat(ElfFile.read(this.file, this.file, "tools").soname()).contains("libzip.so");
        write(Arrays.copyOf(withoutSections, (int) end - 1));
        assertRefused("is incomplete: its segment");
    }

    @ParameterizedTest
    @CsvSource({ "4,1,is not a 64-bit little-endian library", "5,2,is not a 64-bit little-endian library",
            "18,8,was built for the processor with ELF number 8", "16,2,is not a shared library",
            "54,32,has no usable program headers", "56,0,has no usable program headers",
            "39,255,table of program headers" })
    void wrongHeader(int offset, int value, String expected) {
        byte[] changed = library.clone();
        changed[offset] = (byte) value;
        write(changed);
        assertRefused(expected);
    }

    @Test
    void otherProcessor() {
        byte[] changed = library.clone();
        boolean intel = changed[18] == 62;
        changed[18] = (byte) (intel ? 183 : 62);
        write(changed);
        assertRefused("was built for " + (intel ? "aarch64" : "x86_64") + ", and this is ", "Build it for ");
    }

    @Test
    void uniqueSymbolsAreFound() throws Exception {
        byte[] changed = library.clone();
        int symbol = lastSymbol();
        changed[symbol + 4] = (byte) (10 << 4 | changed[symbol + 4] & 0xf);
        write(changed);
        assertThat(ElfFile.read(this.file, this.file, "tools").has(ElfTrait.UNIQUE_SYMBOLS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({ "__cxa_finalize,__cxa_thread_atexit,THREAD_EXIT_DESTRUCTORS", "__cxa_finalize,pthread_create,THREADS",
            "__cxa_finalize,thrd_create,THREADS", "__cxa_finalize,GOMP_parallel,THREADS",
            "__cxa_finalize,tss_create,THREAD_KEYS", "__cxa_finalize,on_exit,EXIT_FUNCTIONS",
            "__cxa_finalize,dlsym,LOOKUPS", "__cxa_finalize,__asan_init,SANITIZER", "__cxa_finalize,crosscall2,GO" })
    void importsAreFound(String imported, String instead, ElfTrait trait) {
        byte[] changed = library.clone();
        int name = indexOf(changed, ("\0" + imported + "\0").getBytes(StandardCharsets.US_ASCII)) + 1;
        byte[] bytes = instead.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, changed, name, bytes.length);
        write(changed);
        ElfFile elf = ElfFile.read(this.file, this.file, "tools");
        assertThat(EnumSet.allOf(ElfTrait.class).stream().filter(elf::has)).contains(trait);
    }

    @Test
    void damagedBytesNeverFailOtherwise() throws IOException {
        Random random = new Random(4711);
        int interesting = library.length;
        for (int round = 0; round < 4000; round++) {
            byte[] damaged = (random.nextInt(4) == 0) ? Arrays.copyOf(library, random.nextInt(library.length))
                    : library.clone();
            for (int flips = random.nextInt(1, 6); flips > 0 && damaged.length > 0; flips--) {
                int limit = Math.min(damaged.length, (random.nextBoolean()) ? 1024 : interesting);
                damaged[random.nextInt(limit)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
            }
            write(damaged);
            catchThrowableOfType(BundleLoadException.class, () -> ElfFile.read(this.file, this.file, "tools"));
        }
    }

    @Test
    void largeNumbersInTheDynamicPartAndTheHashTableEndSoon() throws IOException {
        Random random = new Random(815);
        for (int round = 0; round < 2000; round++) {
            ByteBuffer damaged = ByteBuffer.wrap(library.clone()).order(ByteOrder.LITTLE_ENDIAN);
            int entry = (int) damaged.getLong(32) + random.nextInt(damaged.getShort(56)) * 56;
            int segment = (int) Math.min(damaged.getLong(entry + 8), library.length - 4096);
            int position = segment + random.nextInt(1024) * Integer.BYTES;
            damaged.putInt(position, random.nextBoolean() ? -1 : Integer.MAX_VALUE - random.nextInt(64));
            write(damaged.array());
            catchThrowableOfType(BundleLoadException.class, () -> ElfFile.read(this.file, this.file, "tools"));
        }
    }

    private int lastSymbol() throws Exception {
        write(library);
        try (FileChannel channel = FileChannel.open(this.file)) {
            FileWindow window = new FileWindow(channel, channel.size(), 1024);
            ElfDynamic dynamic = new ElfDynamic(window, new ElfSegments(window));
            long count = dynamic.symbolCount();
            return (int) (dynamic.symbolPosition(count, 24) + (count - 1) * 24);
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int index = 0; index <= bytes.length - wanted.length; index++) {
            if (Arrays.equals(bytes, index, index + wanted.length, wanted, 0, wanted.length)) {
                return index;
            }
        }
        throw new IllegalStateException("not found");
    }

    private void write(byte[] content) {
        try {
            Files.write(this.file, content);
        }
        catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private void assertRefused(String... parts) {
        BundleLoadException refusal = catchThrowableOfType(BundleLoadException.class,
                () -> ElfFile.read(this.file, this.file, "tools"));
        assertThat(refusal).isNotNull();
        assertThat(refusal.bundleName()).isEqualTo("tools");
        assertThat(refusal).hasMessageStartingWith("Bundle 'tools' was not loaded: its library " + this.file + " ");
        for (String part : parts) {
            assertThat(refusal).hasMessageContaining(part);
        }
    }

}
