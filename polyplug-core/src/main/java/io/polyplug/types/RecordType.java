package io.polyplug.types;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;

/**
 * A Java record as the C struct of its components.
 */
public final class RecordType implements NativeType {

    private final Class<?> type;

    private final StructLayout layout;

    private final String[] names;

    private final MethodHandle[] accessors;

    private final MethodHandle constructor;

    private final boolean mutable;

    RecordType(Class<?> type, List<NativeType> fields) {
        this.type = type;
        this.layout = new StructLayout(fields);
        RecordComponent[] components = type.getRecordComponents();
        this.names = Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new);
        this.accessors = Arrays.stream(components).map(RecordType::accessor).toArray(MethodHandle[]::new);
        this.constructor = constructor(type, components);
        this.mutable = fields.stream().anyMatch(NativeType::isMutable);
    }

    private static MethodHandle accessor(RecordComponent component) {
        return reader(component).asType(MethodType.methodType(Object.class, Object.class));
    }

    private static MethodHandle reader(RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return MethodHandles.lookup().unreflect(accessor);
        }
        catch (IllegalAccessException ex) {
            throw new IllegalArgumentException("record " + component.getDeclaringRecord().getName()
                    + " cannot be read. Make it public or open its package", ex);
        }
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
        return maker(type, components).asSpreader(Object[].class, components.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private static MethodHandle maker(Class<?> type, RecordComponent[] components) {
        try {
            Constructor<?> canonical = type
                .getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            canonical.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(canonical).asFixedArity();
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalArgumentException(
                    "record " + type.getName() + " cannot be made. Make it public or open its package", ex);
        }
    }

    /**
     * Returns the types of the components.
     * @return one for each, in their order
     */
    public List<NativeType> fields() {
        return this.layout.fields();
    }

    /**
     * Returns where a component lies.
     * @param index the component, from 0
     * @return bytes from the start of the struct
     */
    public int offset(int index) {
        return this.layout.offset(index);
    }

    /**
     * Returns what reads a component.
     * @param index the component, from 0
     * @return a handle that takes the record and returns the component, as typed in Java
     */
    public MethodHandle reader(int index) {
        return reader(this.type.getRecordComponents()[index]);
    }

    /**
     * Returns the canonical constructor.
     * @return a handle that takes the components, as typed in Java
     */
    public MethodHandle maker() {
        return maker(this.type, this.type.getRecordComponents());
    }

    @Override
    public int size() {
        return this.layout.size();
    }

    @Override
    public int alignment() {
        return this.layout.alignment();
    }

    @Override
    public void write(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink) {
        if (value == null) {
            throw new IllegalArgumentException("null is not allowed here. Pass a " + this.type.getName());
        }
        for (int i = 0; i < this.names.length; i++) {
            try {
                this.layout.field(i).write(memory, at + this.layout.offset(i), component(value, i), sink);
            }
            catch (IllegalArgumentException ex) {
                throw within(i, ex);
            }
        }
    }

    private @Nullable Object component(Object value, int index) {
        try {
            return this.accessors[index].invokeExact(value);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public Object read(ByteBuffer memory, int at, ByteSource source) {
        @Nullable Object[] components = new @Nullable Object[this.names.length];
        for (int i = 0; i < components.length; i++) {
            try {
                components[i] = this.layout.field(i).read(memory, at + this.layout.offset(i), source);
            }
            catch (IllegalArgumentException ex) {
                throw within(i, ex);
            }
        }
        return make(components);
    }

    private Object make(@Nullable Object[] components) {
        try {
            return this.constructor.invokeExact(components);
        }
        catch (RuntimeException ex) {
            throw new IllegalArgumentException("record " + this.type.getName() + " refuses the values: " + ex, ex);
        }
        catch (Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public boolean isMutable() {
        return this.mutable;
    }

    @Override
    public @Nullable Object copy(@Nullable Object value) {
        if (value == null || !this.mutable) {
            return value;
        }
        @Nullable Object[] components = new @Nullable Object[this.names.length];
        for (int i = 0; i < components.length; i++) {
            components[i] = this.layout.field(i).copy(component(value, i));
        }
        return make(components);
    }

    /** A record's own {@code equals} takes two arrays of one content for different. */
    @Override
    public boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        for (int i = 0; i < this.names.length; i++) {
            if (!this.layout.field(i).isSame(component(one, i), component(other, i))) {
                return false;
            }
        }
        return true;
    }

    private IllegalArgumentException within(int index, IllegalArgumentException ex) {
        return new IllegalArgumentException(
                this.type.getSimpleName() + "." + this.names[index] + ": " + ex.getMessage(), ex);
    }

}
