package io.polyplug.codegen.guest.toolchain;

import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Type;
import io.polyplug.contract.Repr;

/**
 * How a language says types, and how its values get to native memory and back. Values are
 * expressions of the language, and so is what comes of them.
 */
interface Values {

    /**
     * Returns what a declared type is called where contracts use it.
     * @param declaration the type
     * @return its name, with that of its module if the language has it in one
     */
    String name(Declaration declaration);

    /**
     * Returns the type whose value somebody owns.
     * @param type a type of the api
     * @return the language's type
     */
    String owned(Type type);

    /**
     * Returns the type of a parameter.
     * @param type a type of the api
     * @return the language's type, which may borrow
     */
    String borrowed(Type type);

    /**
     * Returns the type in native memory.
     * @param type a type of the api
     * @return the language's type of the same layout
     */
    String form(Type type);

    /**
     * Returns the type of a number, of a truth value or of an address.
     * @param primitive neither text nor bytes
     * @return the language's type
     */
    String scalar(Primitive primitive);

    /**
     * Returns what stands for a type, which is most often the type of a number.
     * @param primitive the type
     * @param text what stands for texts
     * @param bytes what stands for bytes
     * @param bool what stands for truth values
     * @return one of them, or {@link #scalar}
     */
    default String spelled(Primitive primitive, String text, String bytes, String bool) {
        return switch (primitive) {
            case STRING_VIEW -> text;
            case BUFFER -> bytes;
            case BOOL -> bool;
            default -> scalar(primitive);
        };
    }

    /**
     * Returns the number that an enum is in native memory.
     * @param repr how it lies there
     * @return the language's type
     */
    String number(Repr repr);

    /**
     * Returns a value to call a function with, in a test.
     * @param type a type of the api
     * @return an expression
     */
    String sample(Type type);

    /**
     * Returns the owned value of a native one.
     * @param type a type of the api
     * @param form an expression of the native type
     * @return an expression
     */
    String read(Type type, String form);

    /**
     * Returns the value for a parameter of a native one, valid during the call.
     * @param type a type of the api
     * @param form an expression of the native type
     * @return an expression
     */
    String borrow(Type type, String form);

    /**
     * Returns the native value of one of the language.
     * @param type a type of the api
     * @param value an expression, owned or borrowed
     * @return an expression
     */
    String write(Type type, String value);

}
