package io.polyplug.compiler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import io.polyplug.types.BytesType;
import io.polyplug.types.NativeType;
import io.polyplug.types.RecordType;
import io.polyplug.types.ResultForm;
import io.polyplug.types.ScalarType;
import io.polyplug.types.TextType;

/**
 * The code of one contract function in a proxy class. Used once.
 * <p>
 * <pre>
 * slot = slot();
 * callee = peek(slot);
 * if (callee != null &amp;&amp; pin(slot, callee)) {
 *     try {
 *         write arguments;      // what cannot be written: uncount, unpin, interpret
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
 * return interpret(arguments);
 * </pre> Arguments are written before anything is called, so the interpreter may begin
 * anew, and says what is wrong with them.
 * <p>
 * What is rare, and each record, has a static method of its own: the JIT compiler takes a
 * method into its caller only up to a number of bytes, and only there the records that
 * are passed and returned need not be made.
 */
final class ProxyMethod {

    private static final String OBJECT = Type.getInternalName(Object.class);

    private static final String FAILURE = Type.getInternalName(Throwable.class);

    private static final String REFUSAL = Type.getInternalName(RuntimeException.class);

    private static final MethodType CALL = MethodType.methodType(void.class, long.class, Object.class, long.class,
            long.class, long.class);

    /** What the names of our own methods begin with. */
    private static final String OWN = "polyplug$";

    /** Writes a record: slot, first free byte, record; the first free byte after that. */
    private static final String WRITE = MethodType.methodType(int.class, long.class, int.class, Object.class)
        .descriptorString();

    /** Reads a record from a slot. */
    private static final String READ = MethodType.methodType(Object.class, long.class).descriptorString();

    private final ClassWriter writer;

    private final String owner;

    private final Method method;

    private final HomeFunction function;

    private final Constants constants;

    private final List<NativeType> arguments;

    private final @Nullable NativeType result;

    private final int[] parameters;

    private final int slot;

    private final int callee;

    private final int address;

    private final int data;

    private final int contract;

    private final int free;

    private final int value;

    /** Before and behind the reading of a result that may be refused, and what then. */
    private final Label read = new Label();

    private final Label wasRead = new Label();

    private final Label misread = new Label();

    /**
     * Creates the method.
     * @param writer gets the methods
     * @param owner the name of the class
     */
    ProxyMethod(ClassWriter writer, String owner, Method method, HomeFunction function, Constants constants) {
        this.writer = writer;
        this.owner = owner;
        this.method = method;
        this.function = function;
        this.constants = constants;
        this.arguments = function.signature().argumentTypes();
        this.result = function.signature().resultType();
        this.parameters = new int[method.getParameterCount()];
        int local = 1;
        for (int i = 0; i < this.parameters.length; i++) {
            this.parameters[i] = local;
            local += Type.getType(method.getParameterTypes()[i]).getSize();
        }
        this.slot = local;
        this.callee = local + 2;
        this.address = local + 3;
        this.data = local + 5;
        this.contract = local + 7;
        this.free = local + 9;
        this.value = local + 10;
    }

    void define() {
        MethodVisitor code = begin(Opcodes.ACC_PUBLIC, this.method.getName(), Type.getMethodDescriptor(this.method));
        if (isCompiled()) {
            compiled(code);
        }
        else {
            interpreted(code);
        }
        ProxyClass.end(code);
    }

    private MethodVisitor begin(int access, String name, String descriptor) {
        MethodVisitor code = this.writer.visitMethod(access, name, descriptor, null, null);
        code.visitCode();
        return code;
    }

    private MethodVisitor beginOwn(String name, String descriptor) {
        return begin(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name, descriptor);
    }

    /** Returns the name of a method of ours that belongs to this one. */
    private String own(String what) {
        return OWN + what + "$" + this.function.id();
    }

    private void callOwn(MethodVisitor code, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, this.owner, name, descriptor, false);
    }

    /**
     * What cannot be written by code that is known now is the interpreter's, and so is
     * what is called later.
     */
    private boolean isCompiled() {
        return this.function.signature().resultForm() == ResultForm.PLAIN && this.function.fits()
                && this.arguments.stream().allMatch(ValueCode::canWrite);
    }

    private void compiled(MethodVisitor code) {
        Label interpret = new Label();
        Label begin = new Label();
        Label written = new Label();
        Label end = new Label();
        Label refused = new Label();
        Label failed = new Label();
        // The first handler that fits is taken.
        if (isRefusable()) {
            code.visitTryCatchBlock(begin, written, refused, REFUSAL);
        }
        if (isResultRefusable()) {
            code.visitTryCatchBlock(this.read, this.wasRead, this.misread, REFUSAL);
        }
        code.visitTryCatchBlock(begin, end, failed, null);
        pin(code, interpret);
        code.visitLabel(begin);
        writeArguments(code);
        code.visitLabel(written);
        call(code);
        readResult(code);
        code.visitLabel(end);
        unpin(code);
        if (this.result != null) {
            code.visitVarInsn(returned(Opcodes.ILOAD), this.value);
        }
        code.visitInsn(returned(Opcodes.IRETURN));
        code.visitLabel(failed);
        code.visitVarInsn(Opcodes.ASTORE, this.value);
        unpin(code);
        endFailed(code);
        if (isRefusable()) {
            code.visitLabel(refused);
            code.visitInsn(Opcodes.POP);
            invoke(code,
                    Constants.of(this.function.home(), "uncount",
                            MethodType.methodType(void.class, long.class, Object.class)),
                    () -> loadSlotAndCallee(code));
            unpin(code);
        }
        code.visitLabel(interpret);
        for (int i = 0; i < this.parameters.length; i++) {
            code.visitVarInsn(Type.getType(this.method.getParameterTypes()[i]).getOpcode(Opcodes.ILOAD),
                    this.parameters[i]);
        }
        callOwn(code, own("interpret"), Type.getMethodDescriptor(this.method));
        code.visitInsn(returned(Opcodes.IRETURN));
        defineInterpreted();
    }

    /** Static, so its arguments stand where those of the method do, less one. */
    private void defineInterpreted() {
        MethodVisitor code = beginOwn(own("interpret"), Type.getMethodDescriptor(this.method));
        endInterpreted(code,
                Constants.of(this.function, "interpret", MethodType.methodType(Object.class, Object[].class)),
                () -> boxArguments(code, 1));
        ProxyClass.end(code);
    }

    /** Only a call that may be made twice can be answered by somebody else. */
    private void endFailed(MethodVisitor code) {
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
            code.visitVarInsn(Opcodes.ALOAD, this.value);
            code.visitInsn(Opcodes.ATHROW);
        }
    }

    /** Goes to the interpreter if there is no pin to be had, or nobody to be called. */
    private void pin(MethodVisitor code, Label interpret) {
        HomeCall home = this.function.home();
        invoke(code, Constants.of(home, "slot", MethodType.methodType(long.class)), () -> {
        });
        code.visitVarInsn(Opcodes.LSTORE, this.slot);
        invoke(code, Constants.of(home, "peek", MethodType.methodType(Object.class, long.class)),
                () -> code.visitVarInsn(Opcodes.LLOAD, this.slot));
        code.visitVarInsn(Opcodes.ASTORE, this.callee);
        code.visitVarInsn(Opcodes.ALOAD, this.callee);
        code.visitJumpInsn(Opcodes.IFNULL, interpret);
        readCallee(code);
        invoke(code, Constants.of(home, "pin", MethodType.methodType(boolean.class, long.class, Object.class)),
                () -> loadSlotAndCallee(code));
        code.visitJumpInsn(Opcodes.IFEQ, interpret);
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

    private void loadSlotAndCallee(MethodVisitor code) {
        code.visitVarInsn(Opcodes.LLOAD, this.slot);
        code.visitVarInsn(Opcodes.ALOAD, this.callee);
    }

    private void call(MethodVisitor code) {
        invoke(code, Constants.of(this.function, "call", CALL), () -> {
            loadSlotAndCallee(code);
            code.visitVarInsn(Opcodes.LLOAD, this.address);
            code.visitVarInsn(Opcodes.LLOAD, this.data);
            code.visitVarInsn(Opcodes.LLOAD, this.contract);
        });
    }

    /** Returns the opcode of an instruction for what the method returns. */
    private int returned(int opcode) {
        return Type.getType(this.method.getReturnType()).getOpcode(opcode);
    }

    /** Whether there are arguments that cannot be written. */
    private boolean isRefusable() {
        return this.arguments.stream().anyMatch(ValueCode::canRefuse);
    }

    private void unpin(MethodVisitor code) {
        String unpin = this.arguments.stream().anyMatch(ValueCode::canAllocate) ? "unpinAndFree" : "unpin";
        invoke(code, Constants.of(this.function.home(), unpin, MethodType.methodType(void.class, long.class)),
                () -> code.visitVarInsn(Opcodes.LLOAD, this.slot));
    }

    private void writeArguments(MethodVisitor code) {
        ValueCode values = new ValueCode(code, this.constants, this.function.home(), this.slot, this.free,
                this.value + 2);
        code.visitLdcInsn(this.function.textsAt());
        code.visitVarInsn(Opcodes.ISTORE, this.free);
        for (int i = 0; i < this.parameters.length; i++) {
            Class<?> type = this.method.getParameterTypes()[i];
            int parameter = this.parameters[i];
            int at = this.function.argumentsAt() + this.function.signature().argumentOffset(i);
            if (this.arguments.get(i) instanceof RecordType struct) {
                writeRecord(code, struct, at, i);
            }
            else {
                values.write(this.arguments.get(i), at, () -> values.load(type, parameter));
            }
        }
    }

    private void writeRecord(MethodVisitor code, RecordType struct, int at, int index) {
        String name = own("write" + index);
        code.visitVarInsn(Opcodes.LLOAD, this.slot);
        code.visitVarInsn(Opcodes.ILOAD, this.free);
        code.visitVarInsn(Opcodes.ALOAD, this.parameters[index]);
        callOwn(code, name, WRITE);
        code.visitVarInsn(Opcodes.ISTORE, this.free);
        MethodVisitor own = beginOwn(name, WRITE);
        ValueCode values = new ValueCode(own, this.constants, this.function.home(), 0, 2, 4);
        values.write(struct, at, () -> own.visitVarInsn(Opcodes.ALOAD, 3));
        own.visitVarInsn(Opcodes.ILOAD, 2);
        own.visitInsn(Opcodes.IRETURN);
        ProxyClass.end(own);
    }

    /** Whether what lies in the slot may be no value of the result's type. */
    private boolean isResultRefusable() {
        return this.result != null && !(this.result instanceof ScalarType) && ValueCode.canRead(this.result);
    }

    private void readResult(MethodVisitor code) {
        if (this.result == null) {
            return;
        }
        if (this.result == ScalarType.BOOLEAN) {
            invoke(code,
                    Constants.of(this.function, "readBoolean",
                            MethodType.methodType(boolean.class, long.class, Object.class)),
                    () -> loadSlotAndCallee(code));
            storeValue(code);
        }
        else if (this.result instanceof ScalarType) {
            readCompiled(code, this.result);
        }
        else if (isResultRefusable()) {
            readRefusable(code, this.result);
        }
        else if (this.result instanceof TextType) {
            readReturned(code, "readText");
        }
        else if (this.result instanceof BytesType bytes && !bytes.asBuffer()) {
            readReturned(code, "readBytes");
        }
        else {
            readAnything(code);
        }
    }

    private void readCompiled(MethodVisitor code, NativeType type) {
        if (type instanceof RecordType) {
            code.visitVarInsn(Opcodes.LLOAD, this.slot);
            callOwn(code, own("read"), READ);
            MethodVisitor own = beginOwn(own("read"), READ);
            new ValueCode(own, this.constants, this.function.home(), 0, 2, 2).read(type, this.function.resultAt());
            own.visitInsn(Opcodes.ARETURN);
            ProxyClass.end(own);
        }
        else {
            new ValueCode(code, this.constants, this.function.home(), this.slot, this.free, this.value + 2).read(type,
                    this.function.resultAt());
        }
        if (!this.method.getReturnType().isPrimitive()) {
            castToReturned(code);
        }
        storeValue(code);
    }

    private void castToReturned(MethodVisitor code) {
        code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(this.method.getReturnType()));
    }

    private void storeValue(MethodVisitor code) {
        code.visitVarInsn(returned(Opcodes.ISTORE), this.value);
    }

    /** What is refused is read again, to say so as elsewhere. */
    private void readRefusable(MethodVisitor code, NativeType type) {
        Label done = new Label();
        code.visitLabel(this.read);
        readCompiled(code, type);
        code.visitLabel(this.wasRead);
        code.visitJumpInsn(Opcodes.GOTO, done);
        code.visitLabel(this.misread);
        code.visitInsn(Opcodes.POP);
        readAnything(code);
        code.visitLabel(done);
    }

    private void readReturned(MethodVisitor code, String name) {
        invoke(code, Constants.of(this.function, name, MethodType.methodType(Object.class, long.class, Object.class)),
                () -> loadSlotAndCallee(code));
        castToReturned(code);
        storeValue(code);
    }

    private void readAnything(MethodVisitor code) {
        invoke(code, Constants.of(this.function, "read", MethodType.methodType(Object.class, Object.class)),
                () -> code.visitVarInsn(Opcodes.ALOAD, this.callee));
        castToReturned(code);
        storeValue(code);
    }

    private void interpreted(MethodVisitor code) {
        endInterpreted(code,
                Constants.of(this.function, "interpret", MethodType.methodType(Object.class, Object[].class)),
                () -> boxArguments(code, 0));
    }

    /** Returns what a handle returns that knows no types. */
    private void endInterpreted(MethodVisitor code, MethodHandle handle, Runnable arguments) {
        Class<?> returned = this.method.getReturnType();
        MethodHandle typed = returned.isPrimitive() ? handle.asType(handle.type().changeReturnType(returned)) : handle;
        invoke(code, typed, arguments);
        if (!returned.isPrimitive()) {
            castToReturned(code);
        }
        code.visitInsn(returned(Opcodes.IRETURN));
    }

    /**
     * Pushes the arguments as an array.
     * @param less how much lower their local variables are than in the method
     */
    private void boxArguments(MethodVisitor code, int less) {
        code.visitLdcInsn(this.parameters.length);
        code.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
        for (int i = 0; i < this.parameters.length; i++) {
            Class<?> type = this.method.getParameterTypes()[i];
            code.visitInsn(Opcodes.DUP);
            code.visitLdcInsn(i);
            code.visitVarInsn(Type.getType(type).getOpcode(Opcodes.ILOAD), this.parameters[i] - less);
            if (type.isPrimitive()) {
                Class<?> box = MethodType.methodType(type).wrap().returnType();
                code.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(box), "valueOf",
                        MethodType.methodType(box, type).descriptorString(), false);
            }
            code.visitInsn(Opcodes.AASTORE);
        }
    }

    /** Calls a constant handle with what the given code pushes. */
    private void invoke(MethodVisitor code, MethodHandle handle, Runnable arguments) {
        this.constants.load(code, handle);
        arguments.run();
        Constants.invoke(code, handle);
    }

}
