package io.polyplug.ffi;

import java.util.Optional;
import java.util.ServiceLoader;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.ConfigurationException;

/**
 * A backend, and why it was chosen.
 *
 * @param backend the backend
 * @param reason completes "backend x, for ..."
 */
public record BackendChoice(NativeBackend backend, String reason) {

    /** {@code java.lang.foreign} of earlier releases lacks what the backend uses. */
    private static final int FIRST_JAVA_WITH_FFM = 25;

    /**
     * Chooses.
     * @param wanted {@code auto}, {@code ffm} or {@code jna}
     * @return a backend that can run here
     * @throws ConfigurationException if there is no such backend, or it cannot run here
     */
    public static BackendChoice of(String wanted) {
        return switch (wanted) {
            case "auto" -> automatic();
            case "ffm" -> new BackendChoice(require(), "it is configured");
            case "jna" -> new BackendChoice(new JnaBackend(), "it is configured");
            default -> throw refused("There is no backend '" + wanted + "'. Use 'auto', 'ffm' or 'jna'", null);
        };
    }

    private static BackendChoice automatic() {
        int java = Runtime.version().feature();
        if (java < FIRST_JAVA_WITH_FFM) {
            return new BackendChoice(new JnaBackend(), "backend 'ffm' needs Java " + FIRST_JAVA_WITH_FFM);
        }
        Optional<NativeBackend.Provider> provider = provider();
        if (provider.isEmpty()) {
            return new BackendChoice(new JnaBackend(), "polyplug-ffm is not on the class path");
        }
        return new BackendChoice(provider.get().create(), "it is the fastest here");
    }

    private static NativeBackend require() {
        int java = Runtime.version().feature();
        if (java < FIRST_JAVA_WITH_FFM) {
            throw refused("Backend 'ffm' needs Java " + FIRST_JAVA_WITH_FFM + " and this is Java " + java
                    + ". Use 'jna' or 'auto', or a newer Java", null);
        }
        return provider()
            .orElseThrow(() -> refused("Backend 'ffm' is not on the class path. Add the dependency"
                    + " io.polyplug:polyplug-ffm, or use 'jna' or 'auto'", null))
            .create();
    }

    /**
     * Only called where the class files of the provider can be read: on a lower Java the
     * service loader would throw an error.
     */
    private static Optional<NativeBackend.Provider> provider() {
        return ServiceLoader.load(NativeBackend.Provider.class, NativeBackend.class.getClassLoader())
            .stream()
            .map(ServiceLoader.Provider::get)
            .filter((each) -> each.name().equals("ffm"))
            .findFirst();
    }

    private static ConfigurationException refused(String message, @Nullable Throwable cause) {
        return new ConfigurationException("backend", message, cause);
    }

}
