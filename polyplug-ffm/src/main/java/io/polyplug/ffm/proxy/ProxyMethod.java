package io.polyplug.ffm.proxy;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.types.NativeType;
import io.polyplug.types.ResultForm;
import io.polyplug.types.ScalarType;

/**
 * The code of one contract function in a proxy class. Used once.
 * <p>
 * <pre>
 * slot = slot();
 * callee = peek();
 * if (callee != null &amp;&amp; address(callee) != 0 &amp;&amp; pin(slot, callee)) {
 *     try {
 *         write arguments;      // what cannot be written: unpin, interpret
 *         call(slot, callee);
 *         result = read;
 *     }
 *     catch (Throwable ex) {
 *         unpin(slot);
 *         throw ex;
 *     }
 *     unpin(slot);
 *     return result;
 * }
 * return interpret(arguments);
 * </pre> Arguments are written before anything is called, so the interpreter may begin
 * anew, and says what is wrong with them.
 */
final class ProxyMethod {

    private static final MethodType CALL = MethodType.methodType(void.class, long.class, Object.class, long.class,
            long.class, long.class);

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

    ProxyMethod(Method method, HomeFunction function, Constants constants) {
        this.method = method;
        this.function = function;
        this.constants = constants;
        this.arguments = function.signature().argumentTypes();
        this.result = function.signature().resultType();
        this.parameters = new int[method.getParameterCount()];
        int local = 1;
        for (int i = 0; i < this.parameters.length; i++) {
            this.parameters[i] = local;
            local += TypeKind.from(method.getParameterTypes()[i]).slotSize();
        }
        this.slot = local;
        this.callee = local + 2;
        this.address = local + 3;
        this.data = local + 5;
        this.contract = local + 7;
        this.free = local + 9;
        this.value = local + 10;
    }

    void define(ClassBuilder builder) {
        MethodTypeDesc type = MethodType.methodType(this.method.getReturnType(), this.method.getParameterTypes())
            .describeConstable()
            .orElseThrow();
        builder.withMethodBody(this.method.getName(), type, ClassFile.ACC_PUBLIC,
                isCompiled() ? this::compiled : this::interpreted);
    }

    /**
     * What cannot be written by code that is known now is the interpreter's, and so is
     * what is called later.
     */
    private boolean isCompiled() {
        return this.function.signature().resultForm() == ResultForm.PLAIN && this.function.fits()
                && this.arguments.stream().allMatch(ValueCode::canWrite);
    }

    private void compiled(CodeBuilder code) {
        Label interpret = code.newLabel();
        Label begin = code.newLabel();
        Label written = code.newLabel();
        Label end = code.newLabel();
        Label refused = code.newLabel();
        Label failed = code.newLabel();
        HomeCall home = this.function.home();
        invoke(code, Constants.of(home, "slot", MethodType.methodType(long.class)), () -> {
        });
        code.lstore(this.slot);
        invoke(code, Constants.of(home, "peek", MethodType.methodType(Object.class)), () -> {
        });
        code.astore(this.callee).aload(this.callee).ifnull(interpret);
        readCallee(code);
        code.lload(this.address).lconst_0().lcmp().ifeq(interpret);
        invoke(code, Constants.of(home, "pin", MethodType.methodType(boolean.class, long.class, Object.class)),
                () -> code.lload(this.slot).aload(this.callee));
        code.ifeq(interpret);
        if (isRefusable()) {
            code.exceptionCatch(begin, written, refused, Constants.describe(RuntimeException.class));
        }
        code.labelBinding(begin);
        writeArguments(code);
        code.labelBinding(written);
        invoke(code, Constants.of(this.function, "call", CALL),
                () -> code.lload(this.slot)
                    .aload(this.callee)
                    .lload(this.address)
                    .lload(this.data)
                    .lload(this.contract));
        readResult(code);
        code.labelBinding(end).exceptionCatchAll(begin, end, failed);
        unpin(code);
        if (this.result != null) {
            code.loadLocal(kind(), this.value);
        }
        code.return_(kind());
        code.labelBinding(failed).astore(this.value);
        unpin(code);
        code.aload(this.value).athrow();
        if (isRefusable()) {
            code.labelBinding(refused).pop();
            unpin(code);
        }
        code.labelBinding(interpret);
        interpreted(code);
    }

    private void readCallee(CodeBuilder code) {
        MethodType type = MethodType.methodType(long.class, Object.class);
        invoke(code, Constants.of(this.function, "address", type), () -> code.aload(this.callee));
        code.lstore(this.address);
        invoke(code, Constants.of(HomeCall.class, "data", type), () -> code.aload(this.callee));
        code.lstore(this.data);
        invoke(code, Constants.of(HomeCall.class, "contract", type), () -> code.aload(this.callee));
        code.lstore(this.contract);
    }

    private TypeKind kind() {
        return TypeKind.from(this.method.getReturnType());
    }

    /** Whether there are arguments that cannot be written. */
    private boolean isRefusable() {
        return this.arguments.stream().anyMatch(ValueCode::canRefuse);
    }

    private void unpin(CodeBuilder code) {
        String unpin = this.arguments.stream().anyMatch(ValueCode::canAllocate) ? "unpinAndFree" : "unpin";
        invoke(code, Constants.of(this.function.home(), unpin, MethodType.methodType(void.class, long.class)),
                () -> code.lload(this.slot));
    }

    private void writeArguments(CodeBuilder code) {
        ValueCode values = new ValueCode(code, this.constants, this.function.home(), this.slot, this.free,
                this.value + 2);
        code.loadConstant(this.function.textsAt()).istore(this.free);
        for (int i = 0; i < this.parameters.length; i++) {
            Class<?> type = this.method.getParameterTypes()[i];
            int parameter = this.parameters[i];
            values.write(this.arguments.get(i),
                    this.function.argumentsAt() + this.function.signature().argumentOffset(i),
                    () -> values.load(type, parameter));
        }
    }

    private void readResult(CodeBuilder code) {
        if (this.result == null) {
            return;
        }
        if (this.result == ScalarType.BOOLEAN) {
            invoke(code,
                    Constants.of(this.function, "readBoolean",
                            MethodType.methodType(boolean.class, long.class, Object.class)),
                    () -> code.lload(this.slot).aload(this.callee));
            code.storeLocal(kind(), this.value);
        }
        else if (this.result instanceof ScalarType) {
            readCompiled(code, this.result);
        }
        else if (ValueCode.canRead(this.result)) {
            readRefusable(code, this.result);
        }
        else {
            readAnything(code);
        }
    }

    private void readCompiled(CodeBuilder code, NativeType type) {
        new ValueCode(code, this.constants, this.function.home(), this.slot, this.free, this.value + 2).read(type,
                this.function.resultAt());
        if (!this.method.getReturnType().isPrimitive()) {
            code.checkcast(Constants.describe(this.method.getReturnType()));
        }
        code.storeLocal(kind(), this.value);
    }

    /** What is refused is read again, to say so as elsewhere. */
    private void readRefusable(CodeBuilder code, NativeType type) {
        Label begin = code.newBoundLabel();
        readCompiled(code, type);
        Label end = code.newBoundLabel();
        Label refused = code.newLabel();
        Label done = code.newLabel();
        code.exceptionCatch(begin, end, refused, Constants.describe(RuntimeException.class));
        code.goto_(done).labelBinding(refused).pop();
        readAnything(code);
        code.labelBinding(done);
    }

    private void readAnything(CodeBuilder code) {
        invoke(code, Constants.of(this.function, "read", MethodType.methodType(Object.class, Object.class)),
                () -> code.aload(this.callee));
        code.checkcast(Constants.describe(this.method.getReturnType())).storeLocal(kind(), this.value);
    }

    private void interpreted(CodeBuilder code) {
        MethodHandle interpret = Constants.of(this.function, "interpret",
                MethodType.methodType(Object.class, Object[].class));
        Class<?> returned = this.method.getReturnType();
        MethodHandle typed = returned.isPrimitive() ? interpret.asType(interpret.type().changeReturnType(returned))
                : interpret;
        invoke(code, typed, () -> boxArguments(code));
        if (!returned.isPrimitive()) {
            code.checkcast(Constants.describe(returned));
        }
        code.return_(kind());
    }

    private void boxArguments(CodeBuilder code) {
        code.loadConstant(this.parameters.length).anewarray(ConstantDescs.CD_Object);
        for (int i = 0; i < this.parameters.length; i++) {
            Class<?> type = this.method.getParameterTypes()[i];
            code.dup().loadConstant(i).loadLocal(TypeKind.from(type), this.parameters[i]);
            if (type.isPrimitive()) {
                Class<?> box = MethodType.methodType(type).wrap().returnType();
                code.invokestatic(Constants.describe(box), "valueOf",
                        MethodTypeDesc.of(Constants.describe(box), Constants.describe(type)));
            }
            code.aastore();
        }
    }

    /** Calls a constant handle with what the given code pushes. */
    private void invoke(CodeBuilder code, MethodHandle handle, Runnable arguments) {
        this.constants.load(code, handle);
        arguments.run();
        Constants.invoke(code, handle);
    }

}
