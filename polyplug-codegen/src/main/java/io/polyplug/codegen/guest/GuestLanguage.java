package io.polyplug.codegen.guest;

import java.util.Locale;

import io.polyplug.codegen.guest.cmake.CmakeLanguage;
import io.polyplug.codegen.guest.model.Language;
import io.polyplug.codegen.guest.toolchain.GoGuest;
import io.polyplug.codegen.guest.toolchain.RustGuest;
import io.polyplug.codegen.guest.toolchain.ZigGuest;

/**
 * The languages that a project can be made in.
 */
public enum GuestLanguage {

    /** C11. */
    C("C"),

    /** C++17. */
    CPP("C++"),

    /** Rust. */
    RUST("Rust"),

    /** Go. */
    GO("Go"),

    /** Zig. */
    ZIG("Zig");

    private final String title;

    GuestLanguage(String title) {
        this.title = title;
    }

    /**
     * Returns the language of a name.
     * @param name {@code c}, {@code c++} or {@code cpp}, {@code rust}, {@code go},
     * {@code zig}; in any case
     * @return the language
     * @throws IllegalArgumentException if it is another name; the message lists them
     */
    public static GuestLanguage of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "c" -> C;
            case "c++", "cpp" -> CPP;
            case "rust" -> RUST;
            case "go" -> GO;
            case "zig" -> ZIG;
            default -> throw new IllegalArgumentException(
                    "There is no project in '" + name + "'. Take one of c, c++, rust, go, zig");
        };
    }

    String title() {
        return this.title;
    }

    Language language() {
        return switch (this) {
            case C -> CmakeLanguage.c();
            case CPP -> CmakeLanguage.cpp();
            case RUST -> new RustGuest();
            case GO -> new GoGuest();
            case ZIG -> new ZigGuest();
        };
    }

}
