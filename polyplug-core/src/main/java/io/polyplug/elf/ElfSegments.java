package io.polyplug.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of an ELF file that will be mapped, and the way from an address to its place
 * in the file.
 */
final class ElfSegments {

    private static final int PT_LOAD = 1;

    private static final int PT_DYNAMIC = 2;

    private static final int PT_GNU_STACK = 0x6474_e551;

    private static final int EXECUTABLE = 1;

    private static final int ENTRY_SIZE = 56;

    private final List<Segment> loaded = new ArrayList<>();

    private final Segment dynamic;

    /** What the C library takes for granted where nothing is said. */
    private boolean executableStack = true;

    private record Segment(long offset, long address, long fileSize) {

        boolean holds(long wanted, long length) {
            long distance = wanted - this.address;
            return Long.compareUnsigned(distance, this.fileSize) < 0
                    && Long.compareUnsigned(length, this.fileSize - distance) <= 0;
        }

    }

    ElfSegments(FileWindow file) throws IOException, ElfDefect {
        long table = file.u64(32);
        int entrySize = file.u16(54);
        int count = file.u16(56);
        if (entrySize != ENTRY_SIZE || count == 0 || count == 0xffff) {
            throw new ElfDefect("has no usable program headers", "Build it with an ordinary linker.");
        }
        file.require(table, (long) count * ENTRY_SIZE, "table of program headers");
        Segment found = null;
        for (int index = 0; index < count; index++) {
            long entry = table + (long) index * ENTRY_SIZE;
            Segment segment = new Segment(file.u64(entry + 8), file.u64(entry + 16), file.u64(entry + 32));
            switch ((int) file.u32(entry)) {
                case PT_LOAD -> this.loaded.add(checked(file, segment, file.u64(entry + 40)));
                case PT_DYNAMIC -> found = segment;
                case PT_GNU_STACK -> this.executableStack = (file.u32(entry + 4) & EXECUTABLE) != 0;
                default -> {
                }
            }
        }
        if (found == null || this.loaded.isEmpty()) {
            throw new ElfDefect("has no dynamic section", "Link it as a shared library: -shared.");
        }
        this.dynamic = found;
    }

    private static Segment checked(FileWindow file, Segment segment, long memorySize) throws ElfDefect {
        file.require(segment.offset(), segment.fileSize(),
                "segment at byte " + Long.toUnsignedString(segment.offset()));
        if (Long.compareUnsigned(segment.fileSize(), memorySize) > 0) {
            throw ElfDefect.incomplete("is damaged: a segment is larger in the file than in memory");
        }
        return segment;
    }

    /**
     * Returns the place in the file of what will be mapped at an address, and that all of
     * it is there.
     */
    long offsetOf(long address, long length, String what) throws ElfDefect {
        for (Segment segment : this.loaded) {
            if (segment.holds(address, length)) {
                return segment.offset() + (address - segment.address());
            }
        }
        throw ElfDefect.incomplete("is damaged: its " + what + " is not in the file");
    }

    boolean wantsExecutableStack() {
        return this.executableStack;
    }

    long dynamicAddress() {
        return this.dynamic.address();
    }

    long dynamicSize() {
        return this.dynamic.fileSize();
    }

}
