package io.polyplug.compiler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The method handles of one proxy class: its class data, which its code reads as dynamic
 * constants. Not thread-safe.
 */
final class Constants {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final String HANDLE = Type.getInternalName(MethodHandle.class);

    /** {@link MethodHandles#classDataAt}. */
    private static final Handle CLASS_DATA_AT = new Handle(Opcodes.H_INVOKESTATIC,
            Type.getInternalName(MethodHandles.class), "classDataAt",
            MethodType.methodType(Object.class, MethodHandles.Lookup.class, String.class, Class.class, int.class)
                .descriptorString(),
            false);

    /** The name of a constant that needs none. */
    private static final String NO_NAME = "_";

    private final List<MethodHandle> values = new ArrayList<>();

    List<MethodHandle> values() {
        return List.copyOf(this.values);
    }

    /** Finds a static method. */
    static MethodHandle of(Class<?> owner, String name, MethodType type) {
        try {
            return LOOKUP.findStatic(owner, name, type);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Finds a method of an object. */
    static MethodHandle of(Object target, String name, MethodType type) {
        return of(target.getClass(), target, name, type);
    }

    /**
     * Finds a method that an object has from a type, where its own class is not ours to
     * name.
     */
    static MethodHandle of(Class<?> owner, Object target, String name, MethodType type) {
        try {
            return LOOKUP.findVirtual(owner, name, type).bindTo(target);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Pushes a handle. */
    void load(MethodVisitor code, MethodHandle handle) {
        this.values.add(handle);
        code.visitLdcInsn(new ConstantDynamic(NO_NAME, MethodHandle.class.descriptorString(), CLASS_DATA_AT,
                this.values.size() - 1));
    }

    /** Calls the handle below the arguments on the stack. */
    static void invoke(MethodVisitor code, MethodHandle handle) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, HANDLE, "invokeExact", handle.type().descriptorString(), false);
    }

}
