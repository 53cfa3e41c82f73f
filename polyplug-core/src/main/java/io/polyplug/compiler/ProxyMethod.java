package io.polyplug.compiler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The code of one contract function in a proxy class, for native functions. Used once.
 * <p>
 * <pre>
 * slot = slot();
 * callee = peek(slot);
 * if (callee != null &amp;&amp; pin(slot, callee)) {
 *     try {
 *         write arguments;      // what cannot be written: uncount, unpin, as below
 *         call(slot, callee);
 *         result = read;
 *     }
 *     catch (Throwable ex) {
 *         unpin(slot);
 *         throw ex;             // free of side effects: return answerFailed(ex, callee, arguments)
 *     }
 *     unpin(slot);
 *     return result;
 * }
 * return the same of a machine; // MachineMethod
 * </pre> Other methods of the function have what is rare, and each record: the JIT
 * compiler takes a method into its caller only up to a number of bytes, and only there
 * the records that are passed and returned need not be made.
 */
final class ProxyMethod extends CallCode {

    private static final String FAILURE = Type.getInternalName(Throwable.class);

    private static final MethodType CALL = MethodType.methodType(void.class, long.class, Object.class, long.class,
            long.class, long.class);

    private final MachineMethod machine;

    ProxyMethod(ClassWriter writer, Method method, HomeFunction function, Constants constants) {
        super(writer, method, function, constants);
        this.machine = new MachineMethod(writer, method, function, constants);
    }

    @Override
    void define() {
        define(Opcodes.ACC_PUBLIC, this.method.getName());
        defineInterpreted();
        if (isCompiled()) {
            defineRecords();
        }
        if (this.machine.isCompiled()) {
            this.machine.define();
        }
    }

    /** Only a call that may be made twice can be answered by somebody else. */
    @Override
    void endFailed(MethodVisitor code) {
        if (this.function.signature().isSideEffectFree()) {
            endInterpreted(code, Constants.of(this.function, "answerFailed",
                    MethodType.methodType(Object.class, Throwable.class, Object.class, Object[].class)), () -> {
                        code.visitVarInsn(Opcodes.ALOAD, this.value);
                        code.visitTypeInsn(Opcodes.CHECKCAST, FAILURE);
                        code.visitVarInsn(Opcodes.ALOAD, this.callee);
                        boxArguments(code, 0);
                    });
        }
        else {
            throwFailure(code);
        }
    }

    /**
     * Goes on elsewhere if there is no pin to be had, or nobody to be called like this.
     */
    @Override
    void begin(MethodVisitor code, Label elsewhere) {
        HomeCall home = this.function.home();
        findSlot(code);
        invoke(code, Constants.of(home, "peek", MethodType.methodType(Object.class, long.class)),
                () -> code.visitVarInsn(Opcodes.LLOAD, this.slot));
        code.visitVarInsn(Opcodes.ASTORE, this.callee);
        code.visitVarInsn(Opcodes.ALOAD, this.callee);
        code.visitJumpInsn(Opcodes.IFNULL, elsewhere);
        readCallee(code);
        invoke(code, Constants.of(home, "pin", MethodType.methodType(boolean.class, long.class, Object.class)),
                () -> loadSlotAndCallee(code));
        code.visitJumpInsn(Opcodes.IFEQ, elsewhere);
    }

    private void readCallee(MethodVisitor code) {
        MethodType type = MethodType.methodType(long.class, Object.class);
        readCallee(code, Constants.of(this.function, "address", type), this.address);
        readCallee(code, Constants.of(HomeCall.class, "data", type), this.data);
        readCallee(code, Constants.of(HomeCall.class, "contract", type), this.contract);
    }

    private void readCallee(MethodVisitor code, MethodHandle reader, int local) {
        invoke(code, reader, () -> code.visitVarInsn(Opcodes.ALOAD, this.callee));
        code.visitVarInsn(Opcodes.LSTORE, local);
    }

    @Override
    void call(MethodVisitor code) {
        invoke(code, Constants.of(this.function, "call", CALL), () -> {
            loadSlotAndCallee(code);
            code.visitVarInsn(Opcodes.LLOAD, this.address);
            code.visitVarInsn(Opcodes.LLOAD, this.data);
            code.visitVarInsn(Opcodes.LLOAD, this.contract);
        });
    }

    @Override
    void end(MethodVisitor code) {
        invoke(code,
                Constants.of(this.function.home(), isAllocating() ? "unpinAndFree" : "unpin",
                        MethodType.methodType(void.class, long.class)),
                () -> code.visitVarInsn(Opcodes.LLOAD, this.slot));
    }

    @Override
    void takeBack(MethodVisitor code) {
        invoke(code, Constants.of(this.function.home(), "uncount",
                MethodType.methodType(void.class, long.class, Object.class)), () -> loadSlotAndCallee(code));
    }

    @Override
    void elsewhere(MethodVisitor code) {
        if (this.machine.isCompiled()) {
            this.machine.callInstead(code);
        }
        else {
            interpreted(code);
        }
    }

}
