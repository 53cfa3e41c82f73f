package io.polyplug.ffm.proxy;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

import io.polyplug.types.BytesType;
import io.polyplug.types.NativeType;
import io.polyplug.types.NumberType;
import io.polyplug.types.RecordType;
import io.polyplug.types.ScalarType;
import io.polyplug.types.TextType;

/**
 * The code that writes values into a home slot and reads them from it. Used for one
 * method.
 */
final class ValueCode {

    private final CodeBuilder code;

    private final Constants constants;

    private final HomeCall home;

    /** The local variable with the slot's address. */
    private final int slot;

    /** The local variable with the offset of the first free byte. */
    private final int free;

    private int nextLocal;

    /**
     * Creates the code.
     * @param nextLocal the first local variable that nobody uses
     */
    ValueCode(CodeBuilder code, Constants constants, HomeCall home, int slot, int free, int nextLocal) {
        this.code = code;
        this.constants = constants;
        this.home = home;
        this.slot = slot;
        this.free = free;
        this.nextLocal = nextLocal;
    }

    static boolean canWrite(NativeType type) {
        return switch (type) {
            case ScalarType _, NumberType _, TextType _, BytesType _ -> true;
            case RecordType struct -> struct.fields().stream().allMatch(ValueCode::canWrite);
            default -> false;
        };
    }

    /** Whether values of a type may be refused. */
    static boolean canRefuse(NativeType type) {
        return !(type instanceof ScalarType scalar) || scalar.name().startsWith("UNSIGNED");
    }

    /** Whether values of a type may need a block of their own. */
    static boolean canAllocate(NativeType type) {
        return type instanceof BytesType
                || (type instanceof RecordType struct && struct.fields().stream().anyMatch(ValueCode::canAllocate));
    }

    /**
     * Whether values of a type can be read without help; what is not of the type is
     * refused.
     */
    static boolean canRead(NativeType type) {
        return switch (type) {
            case ScalarType scalar -> scalar != ScalarType.BOOLEAN;
            case NumberType _ -> true;
            case RecordType struct -> struct.fields().stream().allMatch(ValueCode::canRead);
            default -> false;
        };
    }

    /**
     * Writes a value.
     * @param at offset in the slot
     * @param push pushes the value; what is not primitive may be an {@link Object}
     */
    void write(NativeType type, int at, Runnable push) {
        switch (type) {
            case ScalarType scalar -> invoke(Scalars.put(scalar), () -> {
                address(at);
                push.run();
            });
            case NumberType numbers -> invoke(NumberBytes.put(numbers), () -> {
                address(at);
                push.run();
            });
            case TextType text ->
                put(Constants.of(HomeCall.class, text.nullable() ? "putNullableText" : "putText", putter(String.class)),
                        at, push);
            case BytesType bytes ->
                put(bytes.asBuffer() ? Constants.of(this.home, "putRemaining", putter(ByteBuffer.class))
                        : Constants.of(this.home, "putBytes", putter(byte[].class)), at, push);
            case RecordType struct -> writeComponents(struct, at, push);
            default -> throw new IllegalArgumentException("No code writes " + type);
        }
    }

    private static MethodType putter(Class<?> value) {
        return MethodType.methodType(int.class, long.class, int.class, int.class, value);
    }

    /** Writes what takes room behind the result. */
    private void put(MethodHandle putter, int at, Runnable push) {
        invoke(putter.asType(putter.type().changeParameterType(3, Object.class)), () -> {
            this.code.lload(this.slot).iload(this.free).loadConstant(at);
            push.run();
        });
        this.code.istore(this.free);
    }

    private void writeComponents(RecordType struct, int at, Runnable push) {
        int local = this.nextLocal++;
        push.run();
        this.code.astore(local);
        for (int i = 0; i < struct.fields().size(); i++) {
            MethodHandle reader = erased(struct.reader(i));
            write(struct.fields().get(i), at + struct.offset(i), () -> invoke(reader, () -> this.code.aload(local)));
        }
    }

    /**
     * Reads a value and pushes it; what is not primitive is an {@link Object}.
     * @param at offset in the slot
     */
    void read(NativeType type, int at) {
        if (type instanceof ScalarType scalar) {
            invoke(Scalars.get(scalar), () -> address(at));
        }
        else if (type instanceof NumberType numbers) {
            invoke(NumberBytes.get(numbers), () -> address(at));
        }
        else {
            RecordType struct = (RecordType) type;
            invoke(erased(struct.maker()), () -> {
                for (int i = 0; i < struct.fields().size(); i++) {
                    read(struct.fields().get(i), at + struct.offset(i));
                }
            });
        }
    }

    /** No type of the application may be needed that cannot be seen from a proxy. */
    private static MethodHandle erased(MethodHandle handle) {
        return handle.asType(handle.type().erase());
    }

    private void address(int offset) {
        this.code.lload(this.slot).loadConstant((long) offset).ladd();
    }

    /** Calls a constant handle with what the given code pushes. */
    void invoke(MethodHandle handle, Runnable arguments) {
        this.constants.load(this.code, handle);
        arguments.run();
        Constants.invoke(this.code, handle);
    }

    /** Loads a local variable. */
    void load(Class<?> type, int local) {
        this.code.loadLocal(TypeKind.from(type), local);
    }

}
