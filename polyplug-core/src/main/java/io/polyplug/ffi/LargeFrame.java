package io.polyplug.ffi;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes a method that can only be entered where the stack has room for a frame of a given
 * size; {@link StackRoom} says why. A class file says how many local variables a method
 * has in one number, so such a class is written here rather than in Java.
 */
final class LargeFrame {

    private static final String NAME = "io/polyplug/ffi/LargeFrame$Method";

    private static final String METHOD = "reserve";

    private static final MethodType TYPE = MethodType.methodType(void.class, long.class);

    private static final int SLOT = 8;

    private static final int MOST_SLOTS = 65_535;

    private static final int JAVA_17 = 61;

    private static final int UTF8 = 1;

    private static final int CLASS = 7;

    /**
     * {@code if (argument == 0) throw null}: compiled code checks for as much stack as it
     * would need to go on in the interpreter at the exception.
     */
    private static final int[] CODE = { 0x1e, 0x09, 0x94, 0x9a, 0, 5, 0x01, 0xbf, 0xb1 };

    /** One entry: at the return the variables are as at the start. */
    private static final int[] STACK_MAP = { 0, 1, 8 };

    private LargeFrame() {
    }

    /**
     * Makes the method.
     * @param bytes the size of the frame
     * @return a handle of type {@code (long)void}, whose argument may not be 0; throws a
     * {@link StackOverflowError} where there is no room
     */
    static MethodHandle of(int bytes) {
        int slots = Math.min(MOST_SLOTS, bytes / SLOT);
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(classFile(slots), true);
            return lookup.findStatic(lookup.lookupClass(), METHOD, TYPE);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static byte[] classFile(int slots) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0xcafe_babe);
            out.writeInt(JAVA_17);
            writeConstants(out);
            writeShorts(out, 0x1010, 2, 4, 0, 0, 1); // final, this, super, method
            writeShorts(out, 0x8, 5, 6, 1, 7); // static, name, type, attribute
            writeMethod(out, slots);
            out.writeShort(0);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return bytes.toByteArray();
    }

    private static void writeConstants(DataOutputStream out) throws IOException {
        out.writeShort(9);
        writeUtf8(out, NAME);
        writeClass(out, 1);
        writeUtf8(out, "java/lang/Object");
        writeClass(out, 3);
        writeUtf8(out, METHOD);
        writeUtf8(out, TYPE.toMethodDescriptorString());
        writeUtf8(out, "Code");
        writeUtf8(out, "StackMapTable");
    }

    private static void writeMethod(DataOutputStream out, int slots) throws IOException {
        out.writeInt(20 + CODE.length + STACK_MAP.length - 2);
        writeShorts(out, 4, slots);
        out.writeInt(CODE.length);
        writeBytes(out, CODE);
        writeShorts(out, 0, 1, 8); // no handlers; one attribute, the stack map
        out.writeInt(STACK_MAP.length);
        writeBytes(out, STACK_MAP);
    }

    private static void writeUtf8(DataOutputStream out, String text) throws IOException {
        out.writeByte(UTF8);
        out.writeUTF(text);
    }

    private static void writeClass(DataOutputStream out, int name) throws IOException {
        out.writeByte(CLASS);
        out.writeShort(name);
    }

    private static void writeShorts(DataOutputStream out, int... values) throws IOException {
        for (int value : values) {
            out.writeShort(value);
        }
    }

    private static void writeBytes(DataOutputStream out, int... values) throws IOException {
        for (int value : values) {
            out.writeByte(value);
        }
    }

}
