package io.polyplug.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.polyplug.elf.ElfTrait.Side;

/**
 * What the dynamic symbols of an ELF file say about what a library may do to its process.
 */
final class ElfSymbols {

    private static final int ENTRY_SIZE = 24;

    private static final int STB_GNU_UNIQUE = 10;

    private static final int UNDEFINED = 0;

    private static final int ASCII = 128;

    /** Longer names are of compilers, and wanted by nobody. */
    private static final int LONGEST_NAME = 24;

    /** Traits by the first character of what they are known by. */
    private static final List<List<Sign>> SIGNS = signs();

    private final FileWindow names;

    private final Set<ElfTrait> traits = EnumSet.noneOf(ElfTrait.class);

    private final Predicate<String> wanted;

    private final Set<String> exports = new HashSet<>();

    private final Set<String> imports = new HashSet<>();

    /** Looks for traits, and for names of ASCII that are wanted. */
    ElfSymbols(FileWindow table, FileWindow names, ElfDynamic dynamic, Predicate<String> wanted)
            throws IOException, ElfDefect {
        this.names = names;
        this.wanted = wanted;
        long count = dynamic.symbolCount();
        long symbol = dynamic.symbolPosition(count, ENTRY_SIZE);
        for (long index = 0; index < count; index++, symbol += ENTRY_SIZE) {
            long name = table.u32(symbol);
            int binding = table.u8(symbol + 4) >> 4;
            boolean defined = table.u16(symbol + 6) != UNDEFINED;
            if (index > 0) {
                long position = dynamic.namePosition(name);
                add(position, defined ? Side.DEFINED : Side.IMPORTED);
                addName(position, defined ? this.exports : this.imports);
                if (defined && binding == STB_GNU_UNIQUE) {
                    this.traits.add(ElfTrait.UNIQUE_SYMBOLS);
                    add(position, Side.UNIQUE);
                }
            }
        }
    }

    Set<ElfTrait> traits() {
        return this.traits;
    }

    /** Returns the wanted names that are defined. */
    Set<String> exports() {
        return this.exports;
    }

    /** Returns the wanted names that others have to define. */
    Set<String> imports() {
        return this.imports;
    }

    private void addName(long position, Set<String> names) throws IOException, ElfDefect {
        StringBuilder name = new StringBuilder();
        for (int octet = this.names.u8(position); octet != 0; octet = this.names.u8(position + name.length())) {
            if (octet >= ASCII || name.length() == LONGEST_NAME) {
                return;
            }
            name.append((char) octet);
        }
        if (this.wanted.test(name.toString())) {
            names.add(name.toString());
        }
    }

    private static List<List<Sign>> signs() {
        List<List<Sign>> signs = new ArrayList<>();
        for (int first = 0; first < ASCII; first++) {
            signs.add(new ArrayList<>());
        }
        for (ElfTrait trait : ElfTrait.values()) {
            for (String prefix : trait.prefixes()) {
                signs.get(prefix.charAt(0)).add(new Sign(trait, prefix));
            }
        }
        return List.copyOf(signs);
    }

    private void add(long position, Side side) throws IOException, ElfDefect {
        int first = this.names.u8(position);
        if (first >= ASCII) {
            return;
        }
        for (Sign sign : SIGNS.get(first)) {
            if (sign.trait().isKnownBy(side) && begins(position, sign.prefix())) {
                this.traits.add(sign.trait());
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

    /** A name that begins like this is a sign of a trait. */
    private record Sign(ElfTrait trait, String prefix) {
    }

}
