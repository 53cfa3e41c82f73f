package io.polyplug.upcall;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one error text of a runtime that guests may fetch (docs/abi.md 7.16). Thread-safe
 * and without a lock; the last writer wins.
 */
public final class LastError {

    private static final byte[] NOTHING = {};

    private final AtomicReference<byte[]> text = new AtomicReference<>(NOTHING);

    /** Creates it without a text. */
    public LastError() {
    }

    /**
     * Replaces the text.
     * @param message the new one
     */
    public void set(String message) {
        this.text.set(message.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns how long the text is.
     * @return its bytes, 0 if there is none
     */
    public int length() {
        return this.text.get().length;
    }

    /**
     * Returns the first bytes and clears the text, whether they were all or not. A
     * negative number is one above 2^63: all.
     * @param most how many bytes to return
     * @return the bytes
     */
    public byte[] take(long most) {
        byte[] taken = this.text.getAndSet(NOTHING);
        boolean all = most < 0 || most >= taken.length;
        return all ? taken : Arrays.copyOf(taken, (int) most);
    }

}
