package io.polyplug.process;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.elf.ElfFile;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.process.Mappings.Range;

/**
 * Tells which addresses are code. Belongs to one thread, for one registration.
 * <p>
 * The system's loader knows the library that an address lies in, and the library's
 * headers say which parts of it are executable. The list of all mappings, which grows
 * with everything that is loaded, is read only for what lies in no library, such as
 * functions that were made at run time.
 */
public final class ExecutableCode {

    /** Size of a {@code Dl_info}; the library's base is its second word. */
    private static final int LIBRARY_INFO_SIZE = 32;

    private static final int ELF_HEADER_SIZE = 64;

    /** The bytes 7f 45 4c 46. */
    private static final int ELF_MAGIC = 0x464c457f;

    private static final int SEGMENT_SIZE = 56;

    private static final int LOADED = 1;

    private static final int EXECUTABLE = 1;

    private static final long PAGE_MASK = -4096;

    private final NativeBackend backend;

    private final ProcessMemory memory;

    private final List<Range> known = new ArrayList<>();

    /**
     * Begins to look.
     * @param backend how the system's loader is reached
     * @param memory how the headers of libraries are read
     */
    public ExecutableCode(NativeBackend backend, ProcessMemory memory) {
        this.backend = backend;
        this.memory = memory;
    }

    /**
     * Returns whether there is code at an address.
     * @param address any address
     * @return {@code true} where the system does not tell, too
     */
    public boolean contains(long address) {
        if (isKnown(address) || !ElfFile.isFormatOfThisPlatform()) {
            return true;
        }
        long library = libraryAt(address);
        if (library != 0) {
            addSegments(library);
        }
        if (isKnown(address)) {
            return true;
        }
        return addMappings() ? isKnown(address) : library == 0;
    }

    private boolean isKnown(long address) {
        return this.known.stream().anyMatch((range) -> range.holds(address));
    }

    /** Returns where the library begins that an address lies in, or 0. */
    private long libraryAt(long address) {
        long function = this.backend.processSymbol("dladdr");
        if (function == 0) {
            return 0;
        }
        long info = this.backend.require(LIBRARY_INFO_SIZE, Long.BYTES);
        try {
            boolean found = (int) this.backend.invoke(Shape.WORD, function, 0, address, info) != 0;
            return found ? this.backend.getWord(info + Long.BYTES) : 0;
        }
        finally {
            this.backend.free(info);
        }
    }

    private void addSegments(long library) {
        ByteBuffer header = this.memory.read(library, ELF_HEADER_SIZE);
        if (header == null || header.getInt(0) != ELF_MAGIC || header.getShort(54) != SEGMENT_SIZE) {
            return;
        }
        int count = Short.toUnsignedInt(header.getShort(56));
        ByteBuffer segments = this.memory.read(library + header.getLong(32), count * SEGMENT_SIZE);
        if (segments != null) {
            addSegments(library, segments);
        }
    }

    /** The library begins with the page of its first segment. */
    private void addSegments(long library, ByteBuffer segments) {
        boolean first = true;
        long shift = 0;
        for (int at = 0; at < segments.capacity(); at += SEGMENT_SIZE) {
            if (segments.getInt(at) != LOADED) {
                continue;
            }
            long address = segments.getLong(at + 16);
            if (first) {
                shift = library - (address & PAGE_MASK);
                first = false;
            }
            if ((segments.getInt(at + 4) & EXECUTABLE) != 0) {
                this.known.add(new Range(shift + address, shift + address + segments.getLong(at + 40)));
            }
        }
    }

    /** Returns whether the system tells. */
    private boolean addMappings() {
        List<String> code = Mappings.ofThisProcess().code();
        code.stream().map(Range::of).forEach(this.known::add);
        return !code.isEmpty();
    }

}
