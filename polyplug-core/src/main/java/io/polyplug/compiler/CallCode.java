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
 * The code of one contract function in a proxy class: what all forms of a call have in
 * common. Used once.
 * <p>
 * <pre>
 * if (begin) {
 *     try {
 *         write arguments;      // what cannot be written: take back, interpret
 *         call;
 *         result = read;
 *     }
 *     catch (Throwable ex) {
 *         end;
 *         end as a failed call does;
 *     }
 *     end;
 *     return result;
 * }
 * go on elsewhere;
 * </pre> Arguments are written before anything is called, so the interpreter may begin
 * anew, and says what is wrong with them. What is rare, and what writes and reads
 * records, stands in static methods beside, which the forms share.
 */
abstract sealed class CallCode permits ProxyMethod, MachineMethod {

    private static final String OBJECT = Type.getInternalName(Object.class);

    private static final String REFUSAL = Type.getInternalName(RuntimeException.class);

    /** What the names of our own methods begin with. */
    private static final String OWN = "polyplug$";

    /** Writes a record: slot, first free byte, record; the first free byte after that. */
    private static final String WRITE = MethodType.methodType(int.class, long.class, int.class, Object.class)
        .descriptorString();

    /** Reads a record from a slot. */
    private static final String READ = MethodType.methodType(Object.class, long.class).descriptorString();

    private final ClassWriter writer;

    final Method method;

    final HomeFunction function;

    private final Constants constants;

    private final List<NativeType> arguments;

    private final @Nullable NativeType result;

    final int[] parameters;

    /** The local variables, behind the parameters. */
    final int slot;

    final int callee;

    final int address;

    final int data;

    final int contract;

    private final int free;

    final int value;

    /** Before and behind the reading of a result that may be refused, and what then. */
    private final Label read = new Label();

    private final Label wasRead = new Label();

    private final Label misread = new Label();

    /**
     * Creates the code.
     * @param writer gets the methods
     */
    CallCode(ClassWriter writer, Method method, HomeFunction function, Constants constants) {
        this.writer = writer;
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

    /** Defines the method, and what belongs to it. */
    abstract void define();

    final void define(int access, String name) {
        MethodVisitor code = begin(access, name, Type.getMethodDescriptor(this.method));
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

    /** Returns the name of a method of ours that belongs to this function. */
    final String own(String what) {
        return OWN + what + "$" + this.function.id();
    }

    private void callOwn(MethodVisitor code, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner(), name, descriptor, false);
    }

    /** Takes what the call stands on, or jumps to where another one makes the call. */
    abstract void begin(MethodVisitor code, Label elsewhere);

    /** Calls, and throws what is reported. */
    abstract void call(MethodVisitor code);

    /** Gives back what {@link #begin} took. */
    abstract void end(MethodVisitor code);

    /** Takes back what was counted, for the call is not made. Before the end. */
    abstract void takeBack(MethodVisitor code);

    /** Ends the method with the failure in {@link #value}. After the end. */
    abstract void endFailed(MethodVisitor code);

    /** Ends the method where the call could not begin. */
    abstract void elsewhere(MethodVisitor code);

    /**
     * What cannot be written by code that is known now is the interpreter's, and so is
     * what is called later.
     */
    boolean isCompiled() {
        return this.function.signature().resultForm() == ResultForm.PLAIN && this.function.fits()
                && this.arguments.stream().allMatch(ValueCode::canWrite);
    }

    private void compiled(MethodVisitor code) {
        Label elsewhere = new Label();
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
        begin(code, elsewhere);
        code.visitLabel(begin);
        writeArguments(code);
        code.visitLabel(written);
        call(code);
        readResult(code);
        code.visitLabel(end);
        end(code);
        if (this.result != null) {
            code.visitVarInsn(returned(Opcodes.ILOAD), this.value);
        }
        code.visitInsn(returned(Opcodes.IRETURN));
        code.visitLabel(failed);
        code.visitVarInsn(Opcodes.ASTORE, this.value);
        end(code);
        endFailed(code);
        if (isRefusable()) {
            code.visitLabel(refused);
            code.visitInsn(Opcodes.POP);
            takeBack(code);
            end(code);
        }
        code.visitLabel(elsewhere);
        elsewhere(code);
    }

    /** Whether there are arguments that cannot be written. */
    private boolean isRefusable() {
        return this.arguments.stream().anyMatch(ValueCode::canRefuse);
    }

    /** Whether a call may have blocks of its own. */
    final boolean isAllocating() {
        return this.arguments.stream().anyMatch(ValueCode::canAllocate);
    }

    /** Returns the opcode of an instruction for what the method returns. */
    final int returned(int opcode) {
        return Type.getType(this.method.getReturnType()).getOpcode(opcode);
    }

    /** Finds the slot of the calling thread. */
    final void findSlot(MethodVisitor code) {
        invoke(code, Constants.of(this.function.home(), "slot", MethodType.methodType(long.class)), () -> {
        });
        code.visitVarInsn(Opcodes.LSTORE, this.slot);
    }

    /** Throws what is in {@link #value}. */
    final void throwFailure(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, this.value);
        code.visitInsn(Opcodes.ATHROW);
    }

    /** Returns the name of the proxy class. */
    final String owner() {
        return this.constants.owner();
    }

    final void loadSlotAndCallee(MethodVisitor code) {
        code.visitVarInsn(Opcodes.LLOAD, this.slot);
        code.visitVarInsn(Opcodes.ALOAD, this.callee);
    }

    private void writeArguments(MethodVisitor code) {
        ValueCode values = new ValueCode(code, this.constants, this.function.home(), this.slot, this.free,
                this.value + 2);
        code.visitLdcInsn(this.function.textsAt());
        code.visitVarInsn(Opcodes.ISTORE, this.free);
        for (int i = 0; i < this.parameters.length; i++) {
            Class<?> type = this.method.getParameterTypes()[i];
            int parameter = this.parameters[i];
            if (this.arguments.get(i) instanceof RecordType) {
                code.visitVarInsn(Opcodes.LLOAD, this.slot);
                code.visitVarInsn(Opcodes.ILOAD, this.free);
                code.visitVarInsn(Opcodes.ALOAD, parameter);
                callOwn(code, writer(i), WRITE);
                code.visitVarInsn(Opcodes.ISTORE, this.free);
            }
            else {
                values.write(this.arguments.get(i), argumentAt(i), () -> values.load(type, parameter));
            }
        }
    }

    private int argumentAt(int index) {
        return this.function.argumentsAt() + this.function.signature().argumentOffset(index);
    }

    private String writer(int index) {
        return own("write" + index);
    }

    private String reader() {
        return own("read");
    }

    /** Defines what writes and reads the records of a compiled call. */
    final void defineRecords() {
        for (int i = 0; i < this.parameters.length; i++) {
            if (this.arguments.get(i) instanceof RecordType type) {
                defineWriter(type, i);
            }
        }
        if (isResultRefusable() && this.result instanceof RecordType type) {
            MethodVisitor code = beginOwn(reader(), READ);
            new ValueCode(code, this.constants, this.function.home(), 0, 2, 2).read(type, this.function.resultAt());
            code.visitInsn(Opcodes.ARETURN);
            ProxyClass.end(code);
        }
    }

    private void defineWriter(RecordType type, int index) {
        MethodVisitor code = beginOwn(writer(index), WRITE);
        ValueCode values = new ValueCode(code, this.constants, this.function.home(), 0, 2, 4);
        values.write(type, argumentAt(index), () -> code.visitVarInsn(Opcodes.ALOAD, 3));
        code.visitVarInsn(Opcodes.ILOAD, 2);
        code.visitInsn(Opcodes.IRETURN);
        ProxyClass.end(code);
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
            callOwn(code, reader(), READ);
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

    /** Has the interpreter make the call. */
    final void interpreted(MethodVisitor code) {
        loadParameters(code);
        callOwn(code, interpreter(), Type.getMethodDescriptor(this.method));
        code.visitInsn(returned(Opcodes.IRETURN));
    }

    final void loadParameters(MethodVisitor code) {
        for (int i = 0; i < this.parameters.length; i++) {
            code.visitVarInsn(Type.getType(this.method.getParameterTypes()[i]).getOpcode(Opcodes.ILOAD),
                    this.parameters[i]);
        }
    }

    private String interpreter() {
        return own("interpret");
    }

    /** Static, so its arguments stand where those of the method do, less one. */
    final void defineInterpreted() {
        MethodVisitor code = beginOwn(interpreter(), Type.getMethodDescriptor(this.method));
        endInterpreted(code,
                Constants.of(this.function, "interpret", MethodType.methodType(Object.class, Object[].class)),
                () -> boxArguments(code, 1));
        ProxyClass.end(code);
    }

    /** Returns what a handle returns that knows no types, and is rarely called. */
    final void endInterpreted(MethodVisitor code, MethodHandle handle, Runnable arguments) {
        Class<?> returned = this.method.getReturnType();
        MethodHandle typed = returned.isPrimitive() ? handle.asType(handle.type().changeReturnType(returned)) : handle;
        this.constants.loadApart(code, typed);
        arguments.run();
        Constants.invoke(code, typed);
        if (!returned.isPrimitive()) {
            castToReturned(code);
        }
        code.visitInsn(returned(Opcodes.IRETURN));
    }

    /**
     * Pushes the arguments as an array.
     * @param less how much lower their local variables are than in the method
     */
    final void boxArguments(MethodVisitor code, int less) {
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
    final void invoke(MethodVisitor code, MethodHandle handle, Runnable arguments) {
        this.constants.load(code, handle);
        arguments.run();
        Constants.invoke(code, handle);
    }

}
