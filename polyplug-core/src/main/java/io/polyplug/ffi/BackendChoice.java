package io.polyplug.ffi;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;

import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.error.NativeAccessException;

/**
 * A backend, and why it was chosen.
 *
 * @param backend the backend
 * @param reason completes "backend x, for ..."
 * @param warning what whoever started the JVM should add to its options, if anything
 */
public record BackendChoice(NativeBackend backend, String reason, Optional<String> warning) {

    /** The name of the backend that reaches no native code. */
    static final String NONE = "none";

    /** {@code java.lang.foreign} of earlier releases lacks what the backend uses. */
    private static final int FIRST_JAVA_WITH_FFM = 25;

    /**
     * Chooses.
     * @param wanted {@code auto}, {@code ffm}, {@code jna} or {@code none}
     * @return a backend that can run here
     * @throws ConfigurationException if there is no such backend, or it cannot run here
     * @throws NativeAccessException if the JVM denies native access
     */
    public static BackendChoice of(String wanted) {
        return switch (wanted) {
            case "auto" -> automatic();
            case "ffm" -> ffm(require(), "it is configured");
            case "jna" -> jna("it is configured");
            case NONE -> new BackendChoice(new HeapBackend(), "it is configured", Optional.empty());
            default ->
                throw refused("There is no backend '" + wanted + "'", "Use 'auto', 'ffm', 'jna' or 'none'", null);
        };
    }

    private static BackendChoice automatic() {
        int java = Runtime.version().feature();
        if (java < FIRST_JAVA_WITH_FFM) {
            return jna("backend 'ffm' needs Java " + FIRST_JAVA_WITH_FFM);
        }
        Optional<NativeBackend.Provider> provider = provider();
        return provider.map((found) -> ffm(found, "it is the fastest here"))
            .orElseGet(() -> jna("polyplug-ffm is not on the class path"));
    }

    private static BackendChoice ffm(NativeBackend.Provider provider, String reason) {
        return create("ffm", reason, NativeAccess.of(provider.getClass()), provider::create);
    }

    private static BackendChoice jna(String reason) {
        return create("jna", reason, NativeAccess.of(Native.class), JnaBackend::new);
    }

    private static BackendChoice create(String name, String reason, NativeAccess access,
            Supplier<NativeBackend> backend) {
        Optional<String> warning = access.enabled() ? Optional.empty() : Optional.of(access.warning());
        try {
            return new BackendChoice(backend.get(), reason, warning);
        }
        catch (IllegalCallerException | LinkageError ex) {
            if (NativeAccess.isDenial(ex)) {
                throw access.denied(name, ex);
            }
            throw refused("Backend '" + name + "' cannot be started: " + ex.getMessage(),
                    "Make the folder to which JNA unpacks a library of its own writable, and do not mount it noexec: the"
                            + " one that the system property 'jna.tmpdir' names, else one below 'java.io.tmpdir'",
                    ex);
        }
    }

    private static NativeBackend.Provider require() {
        int java = Runtime.version().feature();
        if (java < FIRST_JAVA_WITH_FFM) {
            throw refused("Backend 'ffm' needs Java " + FIRST_JAVA_WITH_FFM + " and this is Java " + java,
                    "Use 'jna' or 'auto', or a newer Java", null);
        }
        return provider().orElseThrow(() -> refused("Backend 'ffm' is not on the class path",
                "Add the dependency io.polyplug:polyplug-ffm, or use 'jna' or 'auto'", null));
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

    private static ConfigurationException refused(String reason, String cure, @Nullable Throwable cause) {
        return new ConfigurationException("backend", new Explanation(reason, reason, cure), cause);
    }

}
