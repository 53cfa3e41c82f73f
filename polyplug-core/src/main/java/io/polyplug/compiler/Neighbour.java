package io.polyplug.compiler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A class beside a contract's interface, where that is of another module than we are: as
 * each class loader has an unnamed module of its own, the interfaces of an application
 * that is restarted in a class loader of its own are. A lookup from here lacks the right
 * to define hidden classes there, one that the neighbour makes has it. There is one for
 * each interface, and it goes with the interface's class loader. Static and thread-safe.
 */
final class Neighbour {

    private static final String SUFFIX = "$PolyplugNeighbour";

    private static final MethodType LOOKUP = MethodType.methodType(MethodHandles.Lookup.class);

    private Neighbour() {
    }

    /**
     * Returns a lookup that may define hidden classes beside an interface.
     * @throws IllegalAccessException if the interface's package is not open to us
     */
    static MethodHandles.Lookup lookup(Class<?> type) throws Throwable {
        // A lookup into another module wants that ours reads it.
        Neighbour.class.getModule().addReads(type.getModule());
        MethodHandles.Lookup visitor = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        if (visitor.hasFullPrivilegeAccess()) {
            return visitor;
        }
        return (MethodHandles.Lookup) visitor.findStatic(beside(type, visitor), "lookup", LOOKUP).invoke();
    }

    private static Class<?> beside(Class<?> type, MethodHandles.Lookup visitor) throws IllegalAccessException {
        synchronized (type) {
            try {
                return visitor.findClass(type.getName() + SUFFIX);
            }
            catch (ClassNotFoundException ex) {
                return visitor.defineClass(define(Type.getInternalName(type) + SUFFIX));
            }
        }
    }

    private static byte[] define(String name) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, name, null,
                Type.getInternalName(Object.class), null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "lookup", LOOKUP.descriptorString(), null, null);
        code.visitCode();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(MethodHandles.class), "lookup",
                LOOKUP.descriptorString(), false);
        code.visitInsn(Opcodes.ARETURN);
        ProxyClass.end(code);
        writer.visitEnd();
        return writer.toByteArray();
    }

}
