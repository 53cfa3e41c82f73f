package io.polyplug.autoconfigure.actuate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.ReloadKind;
import org.jspecify.annotations.Nullable;

/**
 * A state that the endpoint can be asked to bring a bundle into.
 */
enum TargetState {

    RELOADED("reloaded", "POLYPLUG_RELOAD"), ROLLED_BACK("rolled-back", "POLYPLUG_ROLLBACK"),

    LOADED("loaded", "POLYPLUG_LOAD"), VERIFIED("verified", "POLYPLUG_VERIFY"),

    CANARY("canary", "POLYPLUG_CANARY"), SHADOW("shadow", "POLYPLUG_SHADOW"),

    PROMOTED("promoted", "POLYPLUG_PROMOTE"), ABANDONED("abandoned", "POLYPLUG_ABANDON");

    private final String text;

    private final String auditType;

    TargetState(String text, String auditType) {
        this.text = text;
        this.auditType = auditType;
    }

    String text() {
        return this.text;
    }

    String auditType() {
        return this.auditType;
    }

    static TargetState after(ReloadKind kind) {
        return switch (kind) {
            case RELOAD -> RELOADED;
            case ROLLBACK -> ROLLED_BACK;
        };
    }

    static Optional<TargetState> of(@Nullable String text) {
        return Stream.of(values()).filter((state) -> state.text.equals(text)).findFirst();
    }

    static List<String> texts() {
        return Stream.of(values()).map(TargetState::text).toList();
    }

    static String refusal(@Nullable String text) {
        return ((text != null) ? "'" + text + "' is not a state to bring a bundle into" : "There is no 'state'")
                + ". Send one of " + texts();
    }

}
