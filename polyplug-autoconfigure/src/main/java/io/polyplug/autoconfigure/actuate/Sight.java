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

    private Sight(@Nullable PathsInReasons paths) {
        this.paths = paths;
    }

    static Sight of(boolean showValues, PolyplugRuntime runtime, @Nullable ConfiguredFolders folders) {
        return new Sight(showValues ? null : new PathsInReasons(runtime, folders));
    }

    String reason(String reason) {
        return (this.paths != null) ? ThreadsInReasons.hide(this.paths.hide(reason)) : reason;
    }

    @Nullable String thread(@Nullable String name) {
        return (this.paths != null) ? null : name;
    }

}
