package io.polyplug.codegen.api;

import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.contract.Repr;

/**
 * The types that every api has (docs/abi.md 5.3). Each lies at a multiple of its
 * alignment.
 */
public enum Primitive implements Type {

    /** An unsigned byte. */
    U8("u8", 1, 1),

    /** A signed byte. */
    I8("i8", 1, 1),

    /** Two bytes, unsigned. */
    U16("u16", 2, 2),

    /** Two bytes, signed. */
    I16("i16", 2, 2),

    /** Four bytes, unsigned. */
    U32("u32", 4, 4),

    /** Four bytes, signed. */
    I32("i32", 4, 4),

    /** Eight bytes, unsigned. */
    U64("u64", 8, 8),

    /** Eight bytes, signed. */
    I64("i64", 8, 8),

    /** IEEE 754, four bytes. */
    F32("f32", 4, 4),

    /** IEEE 754, eight bytes. */
    F64("f64", 8, 8),

    /** One byte, 0 or 1. */
    BOOL("bool", 1, 1),

    /** An address, eight bytes. */
    PTR("Ptr", 8, 8),

    /** UTF-8 text: address at 0, length in bytes at 8. */
    STRING_VIEW("StringView", 16, 8),

    /** Bytes: address at 0, length at 8, alignment of the block at 16. */
    BUFFER("Buffer", 24, 8);

    private final String spelling;

    private final int size;

    private final int alignment;

    Primitive(String spelling, int size, int alignment) {
        this.spelling = spelling;
        this.size = size;
        this.alignment = alignment;
    }

    /**
     * Looks for the type of a spelling.
     * @param spelling as in {@code api.toml}; {@code ptr} is {@link #PTR}, too
     * @return the type, or nothing
     */
    public static Optional<Primitive> of(String spelling) {
        String usual = spelling.equals("ptr") ? PTR.spelling : spelling;
        return Stream.of(values()).filter((type) -> type.spelling.equals(usual)).findFirst();
    }

    /**
     * Returns the number that an enum is in native memory.
     * @param repr how the enum lies there
     * @return the unsigned number of that size
     */
    public static Primitive of(Repr repr) {
        return switch (repr) {
            case U8 -> U8;
            case U16 -> U16;
            case U32 -> U32;
            case U64 -> U64;
        };
    }

    @Override
    public String spelling() {
        return this.spelling;
    }

    /**
     * {@return the size in bytes}
     */
    public int size() {
        return this.size;
    }

    /**
     * {@return the alignment in bytes}
     */
    public int alignment() {
        return this.alignment;
    }

}
