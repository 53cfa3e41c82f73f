package io.polyplug.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The one error text of a runtime that guests may fetch (ABI specification 6.15).
 * Thread-safe; the last writer wins.
 */
final class LastError {

    private byte[] text = {};

    synchronized void set(String message) {
        this.text = message.getBytes(StandardCharsets.UTF_8);
    }

    synchronized int length() {
        return this.text.length;
    }

    /**
     * Returns the first bytes and clears the text, whether they were all or not. A
     * negative number is one above 2^63: all.
     */
    synchronized byte[] take(long most) {
        byte[] taken = this.text;
        this.text = new byte[0];
        boolean all = most < 0 || most >= taken.length;
        return all ? taken : Arrays.copyOf(taken, (int) most);
    }

}
