package io.polyplug.elf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.polyplug.error.BundleLoadException;
import io.polyplug.platform.Platform;

/**
 * What a Linux library's own headers say about it, read before it is opened: opening a
 * file that is cut short would kill the process with SIGBUS. Immutable.
 */
public final class ElfFile {

    private static final long MAGIC = 0x464c_457fL;

    private static final int HEADER_SIZE = 64;

    private static final int CLASS_64 = 2;

    private static final int LITTLE_ENDIAN = 1;

    private static final int TYPE_DYN = 3;

    private static final int X86_64 = 62;

    private static final int AARCH64 = 183;

    private static final int WINDOW = 32 * 1024;

    /** Names are read here and there. */
    private static final int NAMES_WINDOW = 4 * 1024;

    private final Optional<String> soname;

    private final List<String> needed;

    private final List<String> searchPath;

    private final boolean noDelete;

    private final boolean executableStack;

    private final Set<ElfTrait> traits;

    private final Set<String> exports;

    private final Set<String> imports;

    private ElfFile(ElfSegments segments, ElfDynamic dynamic, ElfSymbols symbols) throws IOException, ElfDefect {
        this.soname = dynamic.soname();
        this.needed = List.copyOf(dynamic.needed());
        this.searchPath = dynamic.searchPath();
        this.noDelete = dynamic.isMarkedNoDelete();
        this.executableStack = segments.wantsExecutableStack();
        this.traits = Set.copyOf(symbols.traits());
        this.exports = Set.copyOf(symbols.exports());
        this.imports = Set.copyOf(symbols.imports());
    }

    /**
     * {@return whether libraries of this platform are ELF files, as on Linux}
     */
    public static boolean isFormatOfThisPlatform() {
        return Platform.current().isLinux();
    }

    /**
     * Reads a library's headers. Whatever the file holds, this fails in no other way than
     * documented.
     * @param library the library's file
     * @param shownAs the path that messages name, the user's rather than our copy's
     * @param bundleName the bundle it belongs to
     * @return what the headers say
     * @throws BundleLoadException if the file cannot be a shared library of this
     * platform, or is not complete
     */
    public static ElfFile read(Path library, Path shownAs, String bundleName) {
        return read(library, shownAs, bundleName, (name) -> false, Platform.current());
    }

    /**
     * Reads a library's headers and looks for names among its dynamic symbols.
     * @param library the library's file
     * @param shownAs the path that messages name, the user's rather than our copy's
     * @param bundleName the bundle it belongs to
     * @param wanted tells which names {@link #exports()} and {@link #imports()} are to
     * have; asked for those of 24 characters of ASCII at most
     * @param platform what it is to run on
     * @return what the headers say
     * @throws BundleLoadException if the file cannot be a shared library of the platform,
     * or is not complete
     */
    public static ElfFile read(Path library, Path shownAs, String bundleName, Predicate<String> wanted,
            Platform platform) {
        try (FileChannel channel = FileChannel.open(library, StandardOpenOption.READ)) {
            FileWindow file = new FileWindow(channel, channel.size(), WINDOW);
            checkHeader(file, platform);
            ElfSegments segments = new ElfSegments(file);
            ElfDynamic dynamic = new ElfDynamic(file, segments);
            return new ElfFile(segments, dynamic,
                    new ElfSymbols(file, new FileWindow(channel, file.size(), NAMES_WINDOW), dynamic, wanted));
        }
        catch (ElfDefect ex) {
            throw refused(shownAs, bundleName, String.valueOf(ex.getMessage()), ex.cure(), ex);
        }
        catch (NoSuchFileException ex) {
            throw refused(shownAs, bundleName, "does not exist", "Correct 'file' in the manifest, or build the library",
                    ex);
        }
        catch (IOException ex) {
            throw refused(shownAs, bundleName, "cannot be read: " + ex.getMessage(), "Make it readable", ex);
        }
    }

    private static BundleLoadException refused(Path library, String bundleName, String reason, String cure,
            Exception cause) {
        return new BundleLoadException(bundleName, "its library " + library + " " + reason, cure, cause);
    }

    private static void checkHeader(FileWindow file, Platform platform) throws IOException, ElfDefect {
        if (file.size() == 0) {
            throw ElfDefect.incomplete("is empty");
        }
        if (file.size() < Integer.BYTES || file.u32(0) != MAGIC) {
            throw new ElfDefect("is not a Linux library: it does not begin as an ELF file",
                    "Build it for Linux, or correct 'file' in the manifest.");
        }
        file.require(0, HEADER_SIZE, "header");
        if (file.u8(4) != CLASS_64 || file.u8(5) != LITTLE_ENDIAN) {
            throw new ElfDefect("is not a 64-bit little-endian library", "Build it for " + processor(platform) + ".");
        }
        int machine = file.u16(18);
        if (!fits(machine, platform)) {
            throw new ElfDefect("was built for " + describe(machine) + ", and "
                    + (platform.equals(Platform.current()) ? "this is " : "its manifest has it for ")
                    + processor(platform), "Build it for " + processor(platform) + ".");
        }
        if (file.u16(16) != TYPE_DYN) {
            throw new ElfDefect("is not a shared library", "Link it as one: -shared.");
        }
        checkEnd(file);
    }

    /**
     * Opening a library does without its section headers, but linkers write them last:
     * where they are cut, work went on.
     */
    private static void checkEnd(FileWindow file) throws IOException, ElfDefect {
        long sections = file.u64(40);
        if (sections != 0) {
            file.require(sections, (long) file.u16(58) * file.u16(60), "table of section headers");
        }
    }

    private static boolean fits(int machine, Platform platform) {
        return platform.isX86() ? machine == X86_64 : !platform.isAarch64() || machine == AARCH64;
    }

    private static String processor(Platform platform) {
        return platform.osArch().toLowerCase(Locale.ROOT);
    }

    static String describe(int machine) {
        return switch (machine) {
            case X86_64 -> "x86_64";
            case AARCH64 -> "aarch64";
            default -> "the processor with ELF number " + machine;
        };
    }

    /**
     * Returns whether the library's symbols tell something of it.
     * @param trait what to ask for
     * @return {@code true} if at least one symbol tells it
     */
    public boolean has(ElfTrait trait) {
        return this.traits.contains(trait);
    }

    /**
     * {@return the names that were wanted when this was read and that the library
     * defines}
     */
    public Set<String> exports() {
        return this.exports;
    }

    /**
     * {@return the names that were wanted when this was read and that others define}
     */
    public Set<String> imports() {
        return this.imports;
    }

    /**
     * {@return whether the library was linked to stay mapped for good ({@code -z
     * nodelete})}
     */
    public boolean isMarkedNoDelete() {
        return this.noDelete;
    }

    /**
     * {@return whether opening the library makes the stacks of all threads executable
     * ({@code PT_GNU_STACK} is missing, or says so)} The C library changes the protection
     * of whole stacks then, and with it the guard pages that the JVM keeps in them.
     */
    public boolean wantsExecutableStack() {
        return this.executableStack;
    }

    /**
     * {@return the folders in which the library wants what it needs to be searched first
     * ({@code DT_RUNPATH}, else {@code DT_RPATH}), as they are written, with {@code
     * $ORIGIN} where it stands}
     */
    public List<String> searchPath() {
        return this.searchPath;
    }

    /**
     * {@return the name under which the C library knows the library once it is open: the
     * SONAME, if it has one}
     */
    public Optional<String> soname() {
        return this.soname;
    }

    /**
     * {@return the names of the libraries that this one needs, in the order in which they
     * are searched}
     */
    public List<String> needed() {
        return this.needed;
    }

}
