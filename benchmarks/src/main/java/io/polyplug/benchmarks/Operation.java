package io.polyplug.benchmarks;

import java.util.Locale;

/** What is called, in each {@link Way}. */
enum Operation {

    /** {@code add(i32, i64) -> i64}. */
    ADD,

    /** {@code greet(StringView) -> StringView}, 5 characters there and 11 back. */
    GREET,

    /** {@code mid(Point, Point) -> Point}, records of 24 bytes. */
    MID,

    /** {@code mirror(Buffer) -> Buffer}, 4 KiB there and back. */
    MIRROR;

    /** Returns how figures name it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the call; it belongs to the thread that asks. */
    Call by(Way way, Hosts hosts) {
        return switch (this) {
            case ADD -> AddCalls.by(way, hosts);
            case GREET -> GreetCalls.by(way, hosts);
            case MID -> MidCalls.by(way, hosts);
            case MIRROR -> MirrorCalls.by(way, hosts);
        };
    }

}
