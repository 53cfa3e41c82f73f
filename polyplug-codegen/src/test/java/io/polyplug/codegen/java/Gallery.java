package io.polyplug.codegen.java;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.Ptr;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Unsigned;

/**
 * Contracts as somebody writes them in Java, with types of their own.
 */
final class Gallery {

    private Gallery() {
    }

    /** What bundles implement. */
    @GuestContract(name = "gallery.Filter", version = "2.1")
    public interface Filter extends Named {

        /** Of the same number as in the api. */
        @ContractFunction(1)
        Photo apply(Photo photo, @Unsigned int strength, Set<Channel> channels);

        @ContractFunction(2)
        Set<Channel> usedChannels();

        @ContractFunction(3)
        @Unsigned
        short bestTone(Tone tone, byte[] rawData, boolean isFast, float f, double d, byte b, short s, long address);

        @ContractFunction(4)
        void parseURL(String theURL, @Unsigned short u8, @Unsigned long u32, int i32);

        @ContractFunction(5)
        @Ptr
        long map(@Ptr long address, @Unsigned(Repr.U64) long size, Span span);

        /** Java's own. */
        default Photo applyTwice(Photo photo) {
            return apply(apply(photo, 1, Set.of()), 1, Channel.COLOURS);
        }

        static int twice(int number) {
            return 2 * number;
        }

    }

    /** Inherited. */
    public interface Named {

        @ContractFunction(0)
        String name();

    }

    /** What bundles call. */
    @HostContract(name = "host.Album", version = "0.3.9", singleton = false)
    public interface Album {

        @ContractFunction(0)
        Photo photo(long number);

        @ContractFunction(1)
        boolean store(Photo photo, Tone tone);

    }

    /** With an array, an enum, flags and another record. */
    public record Photo(String fileName, byte[] data, Size size, Tone tone, Set<Channel> channels) {
    }

    /** Of memory. */
    public record Span(@Ptr long start, @Unsigned(Repr.U64) long size, long offset) {
    }

    /** Two numbers. */
    public record Size(@Unsigned int width, @Unsigned int height) {
    }

    /** One value at a time. */
    @AbiEnum(Repr.U64)
    public enum Tone {

        @AbiValue(0)
        LOW,

        @AbiValue(7)
        VERY_LOW,

        @AbiValue(-1)
        LEVEL_1;

        /** An enum that is no set has this for Java alone. */
        public static final Set<Tone> ALL = Collections.unmodifiableSet(EnumSet.allOf(Tone.class));

    }

    /** A set of values. */
    @AbiEnum(Repr.U16)
    public enum Channel {

        @AbiValue(1)
        RED,

        @AbiValue(2)
        GREEN,

        @AbiValue(0x8000)
        BIT_15,

        @AbiValue(4)
        BLUE;

        public static final Set<Channel> COLOURS = Collections.unmodifiableSet(EnumSet.of(RED, GREEN, BLUE));

        public static final Set<Channel> NOTHING = Set.of();

        public static final Set<Channel> WITH_ALPHA = Collections.unmodifiableSet(EnumSet.of(RED, BIT_15));

    }

}
