package io.polyplug.types;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;

/**
 * Numbers and {@code bool}.
 */
public enum ScalarType implements NativeType {

    /** {@code i8}, {@code u8} with the same bits. */
    BYTE(1) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.put(at, (Byte) value);
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return memory.get(at);
        }
    },

    /** {@code i16}, {@code u16} with the same bits. */
    SHORT(2) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.putShort(at, (Short) value);
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return memory.getShort(at);
        }
    },

    /** {@code i32}, {@code u32} with the same bits. */
    INT(4) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.putInt(at, (Integer) value);
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return memory.getInt(at);
        }
    },

    /** {@code i64}, {@code u64} with the same bits, {@code Ptr}. */
    LONG(8) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.putLong(at, (Long) value);
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return memory.getLong(at);
        }
    },

    /** {@code f32}. */
    FLOAT(4) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.putFloat(at, (Float) value);
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return memory.getFloat(at);
        }
    },

    /** {@code f64}. */
    DOUBLE(8) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.putDouble(at, (Double) value);
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return memory.getDouble(at);
        }
    },

    /** {@code bool}: one byte, 0 or 1. */
    BOOLEAN(1) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.put(at, (byte) ((Boolean) value ? 1 : 0));
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            byte octet = memory.get(at);
            if (octet != 0 && octet != 1) {
                throw new IllegalArgumentException("a bool is 0 or 1, not " + (octet & 0xff));
            }
            return octet == 1;
        }
    },

    /** {@code u8} in a {@code short}. */
    UNSIGNED_BYTE(1) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.put(at, (byte) inRange((Short) value, 0xff, "u8"));
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return (short) (memory.get(at) & 0xff);
        }
    },

    /** {@code u16} in an {@code int}. */
    UNSIGNED_SHORT(2) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.putShort(at, (short) inRange((Integer) value, 0xffff, "u16"));
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return memory.getShort(at) & 0xffff;
        }
    },

    /** {@code u32} in a {@code long}. */
    UNSIGNED_INT(4) {
        @Override
        void put(ByteBuffer memory, int at, Object value) {
            memory.putInt(at, (int) inRange((Long) value, 0xffffffffL, "u32"));
        }

        @Override
        public Object read(ByteBuffer memory, int at, ByteSource source) {
            return memory.getInt(at) & 0xffffffffL;
        }
    };

    /** What numbers are that nothing is said of. */
    static final Map<Class<?>, ScalarType> PLAIN = Map.of(byte.class, BYTE, short.class, SHORT, int.class, INT,
            long.class, LONG, float.class, FLOAT, double.class, DOUBLE, boolean.class, BOOLEAN);

    /** What numbers are that are unsigned, of half the width. */
    static final Map<Class<?>, ScalarType> UNSIGNED = Map.of(short.class, UNSIGNED_BYTE, int.class, UNSIGNED_SHORT,
            long.class, UNSIGNED_INT);

    private final int size;

    ScalarType(int size) {
        this.size = size;
    }

    abstract void put(ByteBuffer memory, int at, Object value);

    @Override
    public void write(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink) {
        put(memory, at, Objects.requireNonNull(value));
    }

    @Override
    public int size() {
        return this.size;
    }

    @Override
    public int alignment() {
        return this.size;
    }

    private static long inRange(long value, long maximum, String type) {
        if (value < 0 || value > maximum) {
            throw new IllegalArgumentException(value + " is no " + type + ", which goes from 0 to " + maximum);
        }
        return value;
    }

}
