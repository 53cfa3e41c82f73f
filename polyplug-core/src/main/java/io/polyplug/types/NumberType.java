package io.polyplug.types;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;
import io.polyplug.contract.Repr;

/**
 * Java objects that stand for unsigned integers of one, two, four or eight bytes.
 */
public abstract sealed class NumberType implements NativeType permits EnumType, FlagsType {

    private final Repr repr;

    NumberType(Repr repr) {
        this.repr = repr;
    }

    final Repr repr() {
        return this.repr;
    }

    /**
     * Returns the number of a value.
     * @param value a value of this type
     * @return its number, unsigned
     * @throws NullPointerException if it is {@code null}
     * @throws IllegalArgumentException if it has no number; the message says why
     */
    public abstract long numberOf(Object value);

    /**
     * Returns the value of a number.
     * @param number the number, unsigned
     * @return the value
     * @throws IllegalArgumentException if there is none; the message says why
     */
    public abstract Object valueOf(long number);

    /** Says what may be passed, to whoever passed {@code null}. */
    abstract String description();

    @Override
    public final int size() {
        return this.repr.byteSize();
    }

    @Override
    public final int alignment() {
        return this.repr.byteSize();
    }

    @Override
    public final void write(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink) {
        if (value == null) {
            throw new IllegalArgumentException("null is not allowed here. Pass " + description());
        }
        long number = numberOf(value);
        switch (this.repr) {
            case U8 -> memory.put(at, (byte) number);
            case U16 -> memory.putShort(at, (short) number);
            case U32 -> memory.putInt(at, (int) number);
            case U64 -> memory.putLong(at, number);
        }
    }

    @Override
    public final Object read(ByteBuffer memory, int at, ByteSource source) {
        return valueOf(switch (this.repr) {
            case U8 -> Byte.toUnsignedLong(memory.get(at));
            case U16 -> Short.toUnsignedLong(memory.getShort(at));
            case U32 -> Integer.toUnsignedLong(memory.getInt(at));
            case U64 -> memory.getLong(at);
        });
    }

}
