package io.polyplug.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The platform that a library was built for, in the words of a manifest, as its first
 * bytes tell it. Only the formats and processors that manifests have words for are known.
 */
final class LibraryPlatform {

    /** The header of a Windows library lies behind a program for DOS, which is small. */
    private static final int HEAD = 4096;

    private static final int ELF = 0x464c457f;

    private static final int ELF_MACHINE = 18;

    private static final int MACH_O = 0xfeedfacf;

    private static final int DOS = 0x5a4d;

    private static final int PE_OFFSET = 60;

    private static final int PE = 0x00004550;

    private LibraryPlatform() {
    }

    /**
     * Returns the platform of a library.
     * @param library the file
     * @return such as {@code linux.x86_64}; nothing if it is none that is known
     */
    static Optional<String> of(Path library) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        try (InputStream content = Files.newInputStream(library)) {
            content.readNBytes(head.array(), 0, HEAD);
        }
        if (head.getInt(0) == ELF) {
            return named("linux", head.getShort(ELF_MACHINE), (short) 62, (short) 183);
        }
        if (head.getInt(0) == MACH_O) {
            return named("macos", head.getInt(4), 0x01000007, 0x0100000c);
        }
        int pe = (head.getShort(0) == DOS) ? head.getInt(PE_OFFSET) : -1;
        if (pe >= 0 && pe <= HEAD - 8 && head.getInt(pe) == PE) {
            return named("windows", head.getShort(pe + 4), (short) 0x8664, (short) 0xaa64);
        }
        return Optional.empty();
    }

    private static Optional<String> named(String system, int machine, int x86, int aarch64) {
        return (machine == x86) ? Optional.of(system + ".x86_64")
                : Optional.of(system + ".aarch64").filter((name) -> machine == aarch64);
    }

}
