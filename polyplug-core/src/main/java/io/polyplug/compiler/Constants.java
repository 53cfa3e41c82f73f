package io.polyplug.compiler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The method handles of one proxy class: its class data. They lie in static fields, for
 * the compiler of Java 17 refuses whatever has a dynamic constant that was not needed
 * yet, and code that is rare has such. All that each call calls is final, so that the JIT
 * compiler sees through it. Those that the initialiser has no room for are dynamic
 * constants all the same. Not thread-safe.
 */
final class Constants {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final String HANDLE = Type.getInternalName(MethodHandle.class);

    private static final String HANDLE_TYPE = MethodHandle.class.descriptorString();

    private static final String LIST_TYPE = List.class.descriptorString();

    /** {@link MethodHandles#classData}. */
    private static final Handle CLASS_DATA = bootstrap("classData",
            MethodType.methodType(Object.class, MethodHandles.Lookup.class, String.class, Class.class));

    /** {@link MethodHandles#classDataAt}. */
    private static final Handle CLASS_DATA_AT = bootstrap("classDataAt",
            MethodType.methodType(Object.class, MethodHandles.Lookup.class, String.class, Class.class, int.class));

    /** The name of a constant that needs none. */
    private static final String NO_NAME = "_";

    /** An initialiser has at most 64 KiB, and each field takes 15 bytes of that. */
    private static final int MOST_FIELDS = 4096;

    private static final String FIELD = "h";

    /** The name of the proxy class. */
    private final String owner;

    private final List<MethodHandle> values = new ArrayList<>();

    /** Those whose code stays apart. */
    private final Set<Integer> apart = new HashSet<>();

    private static Handle bootstrap(String name, MethodType type) {
        return new Handle(Opcodes.H_INVOKESTATIC, Type.getInternalName(MethodHandles.class), name,
                type.descriptorString(), false);
    }

    Constants(String owner) {
        this.owner = owner;
    }

    /** Returns the name of the proxy class. */
    String owner() {
        return this.owner;
    }

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
        int index = this.values.size();
        this.values.add(handle);
        if (index < MOST_FIELDS) {
            code.visitFieldInsn(Opcodes.GETSTATIC, this.owner, FIELD + index, HANDLE_TYPE);
        }
        else {
            code.visitLdcInsn(new ConstantDynamic(NO_NAME, HANDLE_TYPE, CLASS_DATA_AT, index));
        }
    }

    /**
     * Pushes a handle whose code the JIT compiler does not take into the method: its
     * field is not final, so it is no constant. There is a limit to what the compiler
     * takes into a method. Code that is rare, but was not while the compiler looked,
     * would leave no room for what each call calls.
     */
    void loadApart(MethodVisitor code, MethodHandle handle) {
        this.apart.add(this.values.size());
        load(code, handle);
    }

    /** Defines the fields, and what fills them when the class is initialised. */
    void define(ClassWriter writer) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitLdcInsn(new ConstantDynamic(NO_NAME, LIST_TYPE, CLASS_DATA));
        code.visitVarInsn(Opcodes.ASTORE, 0);
        for (int i = 0; i < Math.min(MOST_FIELDS, this.values.size()); i++) {
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | (this.apart.contains(i) ? 0 : Opcodes.ACC_FINAL);
            writer.visitField(access, FIELD + i, HANDLE_TYPE, null, null).visitEnd();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitIntInsn(Opcodes.SIPUSH, i);
            code.visitMethodInsn(Opcodes.INVOKEINTERFACE, Type.getInternalName(List.class), "get",
                    "(I)Ljava/lang/Object;", true);
            code.visitTypeInsn(Opcodes.CHECKCAST, HANDLE);
            code.visitFieldInsn(Opcodes.PUTSTATIC, this.owner, FIELD + i, HANDLE_TYPE);
        }
        code.visitInsn(Opcodes.RETURN);
        ProxyClass.end(code);
    }

    /** Calls the handle below the arguments on the stack. */
    static void invoke(MethodVisitor code, MethodHandle handle) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, HANDLE, "invokeExact", handle.type().descriptorString(), false);
    }

}
