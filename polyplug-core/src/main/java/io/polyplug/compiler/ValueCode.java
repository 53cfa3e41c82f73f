package io.polyplug.compiler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

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

    private final MethodVisitor code;

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
    ValueCode(MethodVisitor code, Constants constants, HomeCall home, int slot, int free, int nextLocal) {
        this.code = code;
        this.constants = constants;
        this.home = home;
        this.slot = slot;
        this.free = free;
        this.nextLocal = nextLocal;
    }

    static boolean canWrite(NativeType type) {
        return type instanceof ScalarType || type instanceof NumberType || type instanceof TextType
                || type instanceof BytesType
                || (type instanceof RecordType struct && struct.fields().stream().allMatch(ValueCode::canWrite));
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
        return (type instanceof ScalarType && type != ScalarType.BOOLEAN) || type instanceof NumberType
                || (type instanceof RecordType struct && struct.fields().stream().allMatch(ValueCode::canRead));
    }

    /**
     * Writes a value.
     * @param at offset in the slot
     * @param push pushes the value; what is not primitive may be an {@link Object}
     */
    void write(NativeType type, int at, Runnable push) {
        if (type instanceof ScalarType scalar) {
            putNumber(Scalars.put(this.home.memory(), scalar), at, push);
        }
        else if (type instanceof NumberType numbers) {
            putNumber(NumberBytes.put(this.home.memory(), numbers), at, push);
        }
        else if (type instanceof TextType text) {
            put(text.nullable() ? "putNullableText" : "putText", String.class, at, push);
        }
        else if (type instanceof BytesType bytes) {
            put(bytes.asBuffer() ? "putRemaining" : "putBytes", bytes.asBuffer() ? ByteBuffer.class : byte[].class, at,
                    push);
        }
        else {
            writeComponents((RecordType) type, at, push);
        }
    }

    private void putNumber(MethodHandle putter, int at, Runnable push) {
        invoke(putter, () -> {
            address(at);
            push.run();
        });
    }

    /** Writes what takes room behind the result. */
    private void put(String name, Class<?> value, int at, Runnable push) {
        MethodHandle putter = Constants.of(this.home, name,
                MethodType.methodType(int.class, long.class, int.class, int.class, value));
        invoke(putter.asType(putter.type().changeParameterType(3, Object.class)), () -> {
            this.code.visitVarInsn(Opcodes.LLOAD, this.slot);
            this.code.visitVarInsn(Opcodes.ILOAD, this.free);
            this.code.visitLdcInsn(at);
            push.run();
        });
        this.code.visitVarInsn(Opcodes.ISTORE, this.free);
    }

    private void writeComponents(RecordType struct, int at, Runnable push) {
        int local = this.nextLocal++;
        push.run();
        this.code.visitVarInsn(Opcodes.ASTORE, local);
        for (int i = 0; i < struct.fields().size(); i++) {
            MethodHandle reader = erased(struct.reader(i));
            write(struct.fields().get(i), at + struct.offset(i),
                    () -> invoke(reader, () -> this.code.visitVarInsn(Opcodes.ALOAD, local)));
        }
    }

    /**
     * Reads a value and pushes it; what is not primitive is an {@link Object}.
     * @param at offset in the slot
     */
    void read(NativeType type, int at) {
        if (type instanceof ScalarType scalar) {
            invoke(Scalars.get(this.home.memory(), scalar), () -> address(at));
        }
        else if (type instanceof NumberType numbers) {
            invoke(NumberBytes.get(this.home.memory(), numbers), () -> address(at));
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
        this.code.visitVarInsn(Opcodes.LLOAD, this.slot);
        this.code.visitLdcInsn((long) offset);
        this.code.visitInsn(Opcodes.LADD);
    }

    /** Calls a constant handle with what the given code pushes. */
    void invoke(MethodHandle handle, Runnable arguments) {
        this.constants.load(this.code, handle);
        arguments.run();
        Constants.invoke(this.code, handle);
    }

    /** Loads a local variable. */
    void load(Class<?> type, int local) {
        this.code.visitVarInsn(Type.getType(type).getOpcode(Opcodes.ILOAD), local);
    }

}
