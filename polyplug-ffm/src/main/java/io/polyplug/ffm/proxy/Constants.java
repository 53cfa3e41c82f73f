package io.polyplug.ffm.proxy;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * The method handles of one proxy class: its class data, which its code reads as dynamic
 * constants. Not thread-safe.
 */
final class Constants {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** {@link MethodHandles#classDataAt}. */
    private static final DirectMethodHandleDesc CLASS_DATA_AT = ConstantDescs.ofConstantBootstrap(
            ConstantDescs.CD_MethodHandles, "classDataAt", ConstantDescs.CD_Object, ConstantDescs.CD_int);

    private final List<MethodHandle> values = new ArrayList<>();

    List<MethodHandle> values() {
        return List.copyOf(this.values);
    }

    /** Finds a static method. */
    static MethodHandle of(Class<?> owner, String name, MethodType type) {
        try {
            return LOOKUP.findStatic(owner, name, type);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Finds a method of an object. */
    static MethodHandle of(Object target, String name, MethodType type) {
        try {
            return LOOKUP.bind(target, name, type);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Pushes a handle. */
    void load(CodeBuilder code, MethodHandle handle) {
        this.values.add(handle);
        code.loadConstant(DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME,
                ConstantDescs.CD_MethodHandle, this.values.size() - 1));
    }

    /** Calls the handle below the arguments on the stack. */
    static void invoke(CodeBuilder code, MethodHandle handle) {
        code.invokevirtual(ConstantDescs.CD_MethodHandle, "invokeExact",
                handle.type().describeConstable().orElseThrow());
    }

    static ClassDesc describe(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

}
