package io.polyplug.elf;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the dynamic symbols of an ELF file say about the ways in which a library may
 * resist being closed.
 */
final class ElfSymbols {

    private static final int ENTRY_SIZE = 24;

    private static final int STB_GNU_UNIQUE = 10;

    private static final int UNDEFINED = 0;

    /** A kind of import that matters, known by how its name begins. */
    enum Import {

        /** Registers destructors of thread-local objects. */
        THREAD_EXIT_DESTRUCTOR("__cxa_thread_atexit"),

        /** Starts a POSIX thread. */
        POSIX_THREAD("pthread_create"),

        /** Starts a C11 thread. */
        C_THREAD("thrd_create"),

        /** Starts a thread of the C++ library. */
        CPP_THREAD("_ZNSt6thread15_M_start_thread");

        private final String prefix;

        Import(String prefix) {
            this.prefix = prefix;
        }

    }

    private final FileWindow names;

    private final Set<Import> imports = EnumSet.noneOf(Import.class);

    private boolean unique;

    ElfSymbols(FileWindow table, FileWindow names, ElfDynamic dynamic) throws IOException, ElfDefect {
        this.names = names;
        long count = dynamic.symbolCount();
        long symbol = dynamic.symbolPosition(count, ENTRY_SIZE);
        for (long index = 0; index < count; index++, symbol += ENTRY_SIZE) {
            long name = table.u32(symbol);
            int binding = table.u8(symbol + 4) >> 4;
            if (table.u16(symbol + 6) != UNDEFINED) {
                this.unique |= binding == STB_GNU_UNIQUE;
            }
            else if (index > 0) {
                addImport(dynamic.namePosition(name));
            }
        }
    }

    boolean hasUnique() {
        return this.unique;
    }

    Set<Import> imports() {
        return this.imports;
    }

    private void addImport(long name) throws IOException, ElfDefect {
        for (Import known : Import.values()) {
            if (begins(name, known.prefix)) {
                this.imports.add(known);
            }
        }
    }

    private boolean begins(long position, String prefix) throws IOException, ElfDefect {
        for (int index = 0; index < prefix.length(); index++) {
            if (this.names.u8(position + index) != prefix.charAt(index)) {
                return false;
            }
        }
        return true;
    }

}
