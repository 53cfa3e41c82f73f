package io.polyplug.compiler;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The code of one contract function in a proxy class, for machines that one thread at a
 * time may be in. A method of its own beside the contract's: calls of native functions do
 * not get larger by it. Used once.
 * <p>
 * <pre>
 * slot = slot();
 * callee = enter();             // a seat
 * if (callee != null &amp;&amp; pinMachine(slot, callee)) {
 *     try {
 *         write arguments;      // what cannot be written: leave, interpret
 *         callMachine(slot, callee);
 *         result = read;
 *     }
 *     catch (Throwable ex) {
 *         leave(slot, callee);
 *         throw ex;
 *     }
 *     leave(slot, callee);      // the pin, then the seat
 *     return result;
 * }
 * return interpret(arguments);
 * </pre>
 */
final class MachineMethod extends CallCode {

    private static final MethodType WITH_CALLEE = MethodType.methodType(void.class, long.class, Object.class);

    MachineMethod(ClassWriter writer, Method method, HomeFunction function, Constants constants) {
        super(writer, method, function, constants);
    }

    private String name() {
        return own("machine");
    }

    @Override
    void define() {
        define(Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC, name());
    }

    /** Has another method of the same proxy end with what this one answers. */
    void callInstead(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        loadParameters(code);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, owner(), name(), Type.getMethodDescriptor(this.method), false);
        code.visitInsn(returned(Opcodes.IRETURN));
    }

    /** What a machine returns in an arena is the interpreter's. */
    @Override
    boolean isCompiled() {
        return super.isCompiled() && !this.function.signature().resultNeedsArena();
    }

    /** Goes to the interpreter if there is no seat to be had at once, or no pin. */
    @Override
    void begin(MethodVisitor code, Label elsewhere) {
        findSlot(code);
        invoke(code, Constants.of(this.function, "enter", MethodType.methodType(Object.class)), () -> {
        });
        code.visitVarInsn(Opcodes.ASTORE, this.callee);
        code.visitVarInsn(Opcodes.ALOAD, this.callee);
        code.visitJumpInsn(Opcodes.IFNULL, elsewhere);
        invoke(code, Constants.of(this.function.home(), "pinMachine",
                MethodType.methodType(boolean.class, long.class, Object.class)), () -> loadSlotAndCallee(code));
        code.visitJumpInsn(Opcodes.IFEQ, elsewhere);
    }

    @Override
    void call(MethodVisitor code) {
        invoke(code, Constants.of(this.function, "callMachine", WITH_CALLEE), () -> loadSlotAndCallee(code));
    }

    @Override
    void end(MethodVisitor code) {
        invoke(code, Constants.of(this.function.home(), isAllocating() ? "leaveAndFree" : "leave", WITH_CALLEE),
                () -> loadSlotAndCallee(code));
    }

    /** Nothing is counted before the call. */
    @Override
    void takeBack(MethodVisitor code) {
    }

    /**
     * Nobody else answers for a machine: those that share their calls do not get here.
     */
    @Override
    void endFailed(MethodVisitor code) {
        throwFailure(code);
    }

    @Override
    void elsewhere(MethodVisitor code) {
        interpreted(code);
    }

}
