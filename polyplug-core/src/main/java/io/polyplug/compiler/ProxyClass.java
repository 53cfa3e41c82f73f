package io.polyplug.compiler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.proxy.BoundContract;
import io.polyplug.types.FunctionSignature;

/**
 * Defines the class of one proxy: hidden, beside the contract's interface, with
 * everything that is particular to the proxy as constants. Static and thread-safe.
 * <p>
 * The class refers to the JDK and to the types of the interface only: what it does for a
 * call are method handles among its constants. So it needs to see no class of polyplug,
 * and the interface need not be public. Some milliseconds each, hence one for each proxy
 * and never for a generation.
 */
final class ProxyClass {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private static final String OBJECT = Type.getInternalName(Object.class);

    private ProxyClass() {
    }

    /**
     * Makes a proxy.
     * @param backend how it calls
     * @return the proxy, or {@code null} where no class can be defined beside the
     * interface
     */
    static @Nullable Object instance(BoundContract contract, NativeBackend backend) {
        Class<?> type = contract.definition().type();
        try {
            MethodHandles.Lookup lookup = Neighbour.lookup(type);
            Constants constants = new Constants(name(type));
            byte[] bytes = define(contract, backend, constants);
            MethodHandles.Lookup defined = lookup.defineHiddenClassWithClassData(bytes, constants.values(), true);
            return defined.findConstructor(defined.lookupClass(), MethodType.methodType(void.class)).invoke();
        }
        catch (Throwable ex) {
            logger.debug("No class can be defined beside {}: its calls are interpreted", type.getName(), ex);
            return null;
        }
    }

    private static byte[] define(BoundContract contract, NativeBackend backend, Constants constants) {
        Class<?> type = contract.definition().type();
        ClassWriter writer = new Frames();
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, name(type), null,
                OBJECT, new String[] { Type.getInternalName(type) });
        defineConstructor(writer);
        defineDescription(writer, contract.description());
        HomeCall home = HomeCall.of(contract, backend);
        for (Map.Entry<Method, FunctionSignature> function : contract.definition().functions().entrySet()) {
            new ProxyMethod(writer, function.getKey(), HomeFunction.of(home, function.getValue()), constants).define();
        }
        constants.define(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static String name(Class<?> type) {
        return Type.getInternalName(type) + "Proxy";
    }

    private static void defineConstructor(ClassWriter writer) {
        MethodVisitor code = writer.visitMethod(0, "<init>", "()V", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    private static void defineDescription(ClassWriter writer, String description) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "toString", "()Ljava/lang/String;", null, null);
        code.visitCode();
        code.visitLdcInsn(description);
        code.visitInsn(Opcodes.ARETURN);
        end(code);
    }

    /** Ends a method, whose sizes are computed. */
    static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** Looks at no class of the application to find what two types have in common. */
    private static final class Frames extends ClassWriter {

        Frames() {
            super(ClassWriter.COMPUTE_FRAMES);
        }

        @Override
        protected String getCommonSuperClass(String one, String other) {
            return OBJECT;
        }

    }

}
