package io.polyplug.ffm.proxy;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A class beside a contract's interface, where that is of another module than we are: as
 * each class loader has an unnamed module of its own, the interfaces of an application
 * that is restarted in a class loader of its own are. A lookup from here lacks the right
 * to define hidden classes there, one that the neighbour makes has it. There is one for
 * each interface, and it goes with the interface's class loader. Static and thread-safe.
 */
final class Neighbour {

    private static final String SUFFIX = "$PolyplugNeighbour";

    private static final ClassDesc LOOKUP = Constants.describe(MethodHandles.Lookup.class);

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
        return (MethodHandles.Lookup) visitor
            .findStatic(beside(type, visitor), "lookup", MethodType.methodType(MethodHandles.Lookup.class))
            .invoke();
    }

    private static Class<?> beside(Class<?> type, MethodHandles.Lookup visitor) throws IllegalAccessException {
        synchronized (type) {
            try {
                return visitor.findClass(type.getName() + SUFFIX);
            }
            catch (ClassNotFoundException ex) {
                return visitor
                    .defineClass(ClassFile.of().build(ClassDesc.of(type.getName() + SUFFIX), Neighbour::define));
            }
        }
    }

    private static void define(ClassBuilder builder) {
        MethodTypeDesc type = MethodTypeDesc.of(LOOKUP);
        builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
        builder.withMethodBody("lookup", type, ClassFile.ACC_STATIC,
                (code) -> code.invokestatic(Constants.describe(MethodHandles.class), "lookup", type).areturn());
    }

}
