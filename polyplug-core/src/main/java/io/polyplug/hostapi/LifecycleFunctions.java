package io.polyplug.hostapi;

import java.nio.file.Path;
import java.util.function.Consumer;

import io.polyplug.abi.Abi;
import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.NativeText;
import io.polyplug.contract.BundleId;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.ReloadException;
import io.polyplug.store.Seats;

/**
 * Loading and unloading on a guest's behalf, the last error, and the log (docs/abi.md
 * 7.12, 7.13, 7.16 to 7.19). Thread-safe.
 */
final class LifecycleFunctions {

    private static final int ERROR = 1;

    private final HostServices host;

    private final GuestLog log;

    LifecycleFunctions(HostServices host) {
        this.host = host;
        this.log = new GuestLog(host.backend());
    }

    GuestLog guestLog() {
        return this.log;
    }

    /** {@code void (this, path, path_len, out_err)}. */
    void load(CallStack stack, long self, long path, long length, long error) {
        withPath(path, length, error, this.host.operations()::load);
    }

    /** {@code void (this, path, path_len, out_err)}. */
    void reload(CallStack stack, long self, long path, long length, long error) {
        withPath(path, length, error, this.host.operations()::reload);
    }

    private void withPath(long path, long length, long error, Consumer<Path> work) {
        if (path == 0) {
            this.host.lastError().set("path is null");
            this.host.texts().refuse(error, Abi.INVALID_POINTER, "path is null");
            return;
        }
        Path directory;
        try {
            directory = Path.of(this.host.text(path, length));
        }
        catch (IllegalArgumentException ex) {
            this.host.lastError().set("the path is not valid UTF-8 or not a path: " + ex.getMessage());
            this.host.guard().writeError(error, Abi.GENERIC, 0, 0);
            return;
        }
        attempt(error, () -> work.accept(directory));
    }

    /** {@code void (this, bundle_id, out_err)}. */
    void unload(CallStack stack, long self, long id, long error) {
        attempt(error, () -> this.host.operations().unload(new BundleId(id)));
    }

    private void attempt(long error, Runnable work) {
        try {
            work.run();
            this.host.guard().writeError(error, Abi.OK, 0, 0);
        }
        catch (PolyplugException ex) {
            this.host.lastError().set(String.valueOf(ex.getMessage()));
            boolean reentrant = ex instanceof ReentrantCallException
                    || (ex instanceof ReloadException reload && reload.isReentrant());
            this.host.guard().writeError(error, reentrant ? Abi.REENTRANT_CALL : Abi.GENERIC, 0, 0);
        }
    }

    /** {@code size_t (this, buf, buf_len)}. */
    long takeLastError(CallStack stack, long self, long buffer, long length) {
        if (buffer == 0) {
            return this.host.lastError().take(-1).length;
        }
        byte[] text = this.host.lastError().take(length);
        if (text.length > 0) {
            this.host.backend().copyIn(text, buffer);
        }
        return text.length;
    }

    /** {@code size_t (this)}. */
    long lastErrorLength(CallStack stack, long self) {
        return this.host.lastError().length();
    }

    /**
     * {@code void (this, level, scope, message)}: both views come as two words each. What
     * a script says of an error is why its call fails, if it does: engines keep that to
     * themselves.
     */
    void log(CallStack stack, long self, long level, long scope, long scopeLength, long message, long length) {
        Seats.Seat seat = this.host.callers().seatOf(self);
        if (seat != null && (int) level == ERROR) {
            seat.note(NativeText.lenient(this.host.backend(), message, length));
        }
        this.log.log(this.host.callers().ofOrInnermost(stack, self), (int) level,
                new long[] { scope, scopeLength, message, length }, 0);
    }

}
