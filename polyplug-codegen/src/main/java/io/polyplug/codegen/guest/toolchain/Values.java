package io.polyplug.codegen.guest.toolchain;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;

/**
 * How a language says types, and how its values get to native memory and back. Values are
 * expressions of the language, and so is what comes of them.
 */
interface Values {

    /**
     * {@return what declares the types}
     */
    Api api();

    /**
     * Returns what a declared type is called where contracts use it.
     * @param declaration the type
     * @return its name, with that of its module if the language has it in one
     */
    String name(Declaration declaration);

    /**
     * Returns the type of a number, of a truth value or of an address.
     * @param primitive neither text nor bytes
     * @return the language's type
     */
    String scalar(Primitive primitive);

    /**
     * Returns the type whose value somebody owns, of those that every api has.
     * @param primitive the type
     * @return the language's type
     */
    String ownedPrimitive(Primitive primitive);

    /**
     * Returns the type in native memory, of those that every api has.
     * @param primitive the type
     * @return the language's type of the same layout
     */
    String nativePrimitive(Primitive primitive);

    /**
     * Returns the type of a record in native memory.
     * @param struct the record
     * @return the language's type of the same layout
     */
    String nativeStruct(Struct struct);

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
     * Returns the native value of one of the language.
     * @param type a type of the api
     * @param value an expression, owned or borrowed
     * @return an expression
     */
    String write(Type type, String value);

    /**
     * Returns the type whose value somebody owns.
     * @param type a type of the api
     * @return the language's type
     */
    default String owned(Type type) {
        return (type instanceof Primitive primitive) ? ownedPrimitive(primitive) : name(declaration(type));
    }

    /**
     * Returns the type of a parameter.
     * @param type a type of the api
     * @return the language's type, which may borrow; most languages own what they get
     */
    default String borrowed(Type type) {
        return owned(type);
    }

    /**
     * Returns the value for a parameter of a native one, valid during the call.
     * @param type a type of the api
     * @param form an expression of the native type
     * @return an expression
     */
    default String borrow(Type type, String form) {
        return read(type, form);
    }

    /**
     * Returns the type in native memory.
     * @param type a type of the api
     * @return the language's type of the same layout
     */
    default String form(Type type) {
        if (type instanceof Primitive primitive) {
            return nativePrimitive(primitive);
        }
        Declaration declaration = declaration(type);
        return (declaration instanceof Enumeration enumeration) ? scalar(Primitive.of(enumeration.repr()))
                : nativeStruct((Struct) declaration);
    }

    /**
     * Returns what a type of the api's own is.
     * @param type none of those that every api has
     * @return the record or enum
     */
    default Declaration declaration(Type type) {
        return api().declaration((Reference) type);
    }

    /**
     * Returns what stands for a type, which is most often that of numbers.
     * @param primitive the type
     * @param text what stands for texts
     * @param bytes what stands for bytes
     * @param bool what stands for truth values
     * @param number what stands for all others
     * @return one of them
     */
    static String choose(Primitive primitive, String text, String bytes, String bool, String number) {
        return switch (primitive) {
            case STRING_VIEW -> text;
            case BUFFER -> bytes;
            case BOOL -> bool;
            default -> number;
        };
    }

}
