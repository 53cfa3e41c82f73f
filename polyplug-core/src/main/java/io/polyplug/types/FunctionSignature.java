package io.polyplug.types;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;
import io.polyplug.contract.SideEffectFree;

/**
 * A contract function: its id, and how its arguments and its result lie in memory.
 * Immutable and thread-safe.
 * <p>
 * Arguments form one C struct in declaration order; a single argument is the value
 * itself, which is the same bytes (docs/abi.md 5.2).
 */
public final class FunctionSignature {

    private final int id;

    private final Method method;

    private final boolean sideEffectFree;

    private final StructLayout arguments;

    private final @Nullable NativeType result;

    private final ResultForm resultForm;

    private FunctionSignature(int id, Method method, StructLayout arguments, @Nullable NativeType result,
            ResultForm resultForm) {
        this.id = id;
        this.method = method;
        this.sideEffectFree = method.isAnnotationPresent(SideEffectFree.class);
        this.arguments = arguments;
        this.result = result;
        this.resultForm = resultForm;
    }

    /**
     * Reads a method's signature.
     * @throws IllegalArgumentException if a type has no native form
     */
    static FunctionSignature of(int id, Method method, boolean calledByJava) {
        TypeMapper mapper = new TypeMapper();
        List<NativeType> types = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            try {
                types.add(mapper.map(parameter.getAnnotatedType(), parameter, true));
            }
            catch (IllegalArgumentException ex) {
                throw new IllegalArgumentException("parameter " + parameter.getName() + ": " + ex.getMessage(), ex);
            }
        }
        try {
            ResultForm form = ResultForm.of(method.getReturnType());
            return new FunctionSignature(id, method, new StructLayout(types),
                    result(mapper, method, form, calledByJava), form);
        }
        catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("result: " + ex.getMessage(), ex);
        }
    }

    private static @Nullable NativeType result(TypeMapper mapper, Method method, ResultForm form,
            boolean calledByJava) {
        if (form == ResultForm.PLAIN) {
            return mapper.mapResult(method, !calledByJava);
        }
        String name = method.getReturnType().getSimpleName();
        if (!calledByJava) {
            throw new IllegalArgumentException("a guest waits for what a host contract answers, so a " + name
                    + " would not make it wait any less." + " Return the value itself");
        }
        if (!(method.getAnnotatedReturnType() instanceof AnnotatedParameterizedType type)) {
            throw new IllegalArgumentException("this " + name + " does not say of what. Write " + name
                    + "<String>, or whatever the function returns; " + name + "<Void> for nothing");
        }
        return mapper.mapPromised(type.getAnnotatedActualTypeArguments()[0], method);
    }

    /**
     * Returns the function's id.
     * @return the id, from 0
     */
    public int id() {
        return this.id;
    }

    /**
     * Returns the Java method.
     * @return the method
     */
    public Method method() {
        return this.method;
    }

    /**
     * Returns whether the function may be called twice, or in vain, as the contract says.
     * @return {@code true} if its method is marked so
     */
    public boolean isSideEffectFree() {
        return this.sideEffectFree;
    }

    /**
     * Returns how much memory the arguments take.
     * @return bytes, 0 without arguments
     */
    public int argumentSize() {
        return (this.arguments.count() == 0) ? 0 : this.arguments.size();
    }

    /**
     * Returns the types of the arguments.
     * @return one for each parameter
     */
    public List<NativeType> argumentTypes() {
        return this.arguments.fields();
    }

    /**
     * Returns where an argument lies.
     * @param index the parameter, from 0
     * @return bytes from the start of the arguments
     */
    public int argumentOffset(int index) {
        return this.arguments.offset(index);
    }

    /**
     * Returns the type of the result.
     * @return the type, or {@code null} without a result
     */
    public @Nullable NativeType resultType() {
        return this.result;
    }

    /**
     * Returns how the Java method hands the result over.
     * @return the form; types and sizes of the result are those of what is in it
     */
    public ResultForm resultForm() {
        return this.resultForm;
    }

    /**
     * Returns how much memory the result takes.
     * @return bytes, 0 without a result
     */
    public int resultSize() {
        return (this.result != null) ? this.result.size() : 0;
    }

    /**
     * Returns whether a virtual machine that runs the function gets a call arena: for a
     * view, a buffer, a record or an enum (docs/abi.md 5.7).
     * @return {@code false} for a scalar result, or none
     */
    public boolean resultNeedsArena() {
        return this.result != null && !(this.result instanceof ScalarType);
    }

    /**
     * Returns arguments that nobody but their owner can change any more.
     * @param values the arguments
     * @return a new array, with copies of what is mutable
     * @throws IllegalArgumentException if a record refuses copies of its own values
     * @throws RuntimeException what a record throws that is read
     */
    public @Nullable Object[] copyArguments(@Nullable Object[] values) {
        @Nullable Object[] copies = new @Nullable Object[values.length];
        for (int i = 0; i < values.length; i++) {
            copies[i] = this.arguments.field(i).copy(values[i]);
        }
        return copies;
    }

    /**
     * Returns whether two results are equal, whatever arrays are in them.
     * @param one a result
     * @param other another one
     * @return {@code true} also for two that are absent
     */
    public boolean isSameResult(@Nullable Object one, @Nullable Object other) {
        return (this.result != null) ? this.result.isSame(one, other) : one == null && other == null;
    }

    /**
     * Writes arguments.
     * @param memory where to
     * @param at the offset of the block
     * @param values the arguments
     * @param sink keeps what views point at
     * @throws IllegalArgumentException if a value has no native form; the message names
     * method and parameter
     */
    public void writeArguments(ByteBuffer memory, int at, @Nullable Object[] values, ByteSink sink) {
        for (int i = 0; i < values.length; i++) {
            try {
                this.arguments.field(i).write(memory, at + this.arguments.offset(i), values[i], sink);
            }
            catch (IllegalArgumentException ex) {
                throw new IllegalArgumentException("Parameter '" + this.method.getParameters()[i].getName() + "' of "
                        + this.method.getDeclaringClass().getName() + "." + this.method.getName() + ": "
                        + ex.getMessage(), ex);
            }
        }
    }

    /**
     * Reads arguments.
     * @param memory where from
     * @param at the offset of the block
     * @param source copies what views point at
     * @return the arguments
     * @throws IllegalArgumentException if bytes are no value of their type
     */
    public @Nullable Object[] readArguments(ByteBuffer memory, int at, ByteSource source) {
        @Nullable Object[] values = new @Nullable Object[this.arguments.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = this.arguments.field(i).read(memory, at + this.arguments.offset(i), source);
        }
        return values;
    }

    /**
     * Writes a result; nothing for a function without one.
     * @param memory where to
     * @param at the offset of the result
     * @param value the result
     * @param sink keeps what views point at
     * @throws IllegalArgumentException if the value has no native form
     */
    public void writeResult(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink) {
        if (this.result != null) {
            this.result.write(memory, at, value, sink);
        }
    }

    /**
     * Reads a result.
     * @param memory where from
     * @param at the offset of the result
     * @param source copies what views point at
     * @return the result, {@code null} for a function without one
     * @throws IllegalArgumentException if the bytes are no value of the type
     */
    public @Nullable Object readResult(ByteBuffer memory, int at, ByteSource source) {
        return (this.result != null) ? this.result.read(memory, at, source) : null;
    }

}
