package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import org.jspecify.annotations.Nullable;

/**
 * What whoever asks is shown in one answer: everything, or neither absolute paths nor
 * names of threads. Used by one thread.
 */
final class Sight {

    private final @Nullable PathsInReasons paths;

    private final @Nullable ConfiguredFolders folders;

    private Sight(@Nullable PathsInReasons paths, @Nullable ConfiguredFolders folders) {
        this.paths = paths;
        this.folders = folders;
    }

    static Sight of(boolean showValues, PolyplugRuntime runtime, @Nullable ConfiguredFolders folders) {
        return new Sight(showValues ? null : new PathsInReasons(runtime, folders), folders);
    }

    String reason(String reason) {
        if (this.paths != null) {
            return ThreadsInReasons.hide(this.paths.hide(reason));
        }
        return (this.folders != null) ? this.folders.shown(reason) : reason;
    }

    /** Returns a thread's name, or what an argument or a result was, if it is shown. */
    @Nullable String value(@Nullable String value) {
        return (this.paths != null) ? null : value;
    }

}
