package io.polyplug.proxy;

import java.util.Arrays;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.PrintableText;
import io.polyplug.error.GuestCallException;
import io.polyplug.trial.Comparisons;
import io.polyplug.types.FunctionSignature;

/**
 * What came of a call.
 *
 * @param result its result, {@code null} if it has none or failed
 * @param failure what it has thrown, or {@code null}
 */
record Outcome(@Nullable Object result, @Nullable RuntimeException failure) {

    private static final int LONGEST = 90;

    private static final int SOME = 16;

    /** Makes a call. */
    static Outcome of(Supplier<@Nullable Object> call) {
        try {
            return new Outcome(call.get(), null);
        }
        catch (RuntimeException ex) {
            return new Outcome(null, ex);
        }
    }

    /** Compares with what a shadow came to; neither fails the call. */
    void compare(Outcome shadow, FunctionSignature function, Comparisons comparisons) {
        if (isLike(shadow, function)) {
            comparisons.countEqual();
        }
        else {
            comparisons.countDifferent(
                    function.method().getName() + ": " + text() + " became " + shadow.text() + where(shadow));
        }
    }

    private String where(Outcome other) {
        return (this.result instanceof byte[] bytes && other.result instanceof byte[] others)
                ? ", from byte " + Arrays.mismatch(bytes, others) : "";
    }

    private boolean isLike(Outcome other, FunctionSignature function) {
        if (this.failure != null || other.failure != null) {
            return isLike(this.failure, other.failure);
        }
        try {
            return function.isSameResult(this.result, other.result);
        }
        catch (RuntimeException ex) {
            // A record of the application that cannot be read is equal to nothing.
            return false;
        }
    }

    /** What is no guest's error is the caller's, and was refused for both alike. */
    private static boolean isLike(@Nullable RuntimeException one, @Nullable RuntimeException other) {
        if (one instanceof GuestCallException guest && other instanceof GuestCallException another) {
            return guest.code() == another.code();
        }
        return one != null && other != null && one.getClass() == other.getClass();
    }

    private String text() {
        if (this.failure != null) {
            return (this.failure instanceof GuestCallException guest)
                    ? "an error with code " + Integer.toUnsignedString(guest.code())
                    : shortened(this.failure.toString());
        }
        return shortened((this.result instanceof byte[] bytes) ? text(bytes) : text(this.result));
    }

    private static String text(byte[] bytes) {
        return bytes.length + " bytes " + Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, SOME)));
    }

    private static String text(@Nullable Object value) {
        try {
            return String.valueOf(value);
        }
        catch (RuntimeException ex) {
            return "a value whose text fails with " + ex;
        }
    }

    private static String shortened(String text) {
        String printable = PrintableText.of((text.length() <= LONGEST) ? text : text.substring(0, LONGEST));
        return (text.length() <= LONGEST) ? printable : printable + "...";
    }

    /** Returns the result, or throws the failure. */
    @Nullable Object orThrow() {
        if (this.failure != null) {
            throw this.failure;
        }
        return this.result;
    }

}
