package io.polyplug.backend;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.error.NativeAccessException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.jna.JnaBackend;

/**
 * Which backend is to be used, and why. It can run here, but does not yet: that costs
 * time and memory. Thread-safe.
 */
public final class BackendChoice {

    /** {@code java.lang.foreign} of earlier releases lacks what the backend uses. */
    private static final int FIRST_JAVA_WITH_FFM = 25;

    private final NativeBackend.Provider provider;

    private final String reason;

    private final NativeAccess access;

    private final boolean accessEnabled;

    private BackendChoice(NativeBackend.Provider provider, String reason, boolean silent) {
        this.provider = provider;
        this.reason = reason;
        this.access = NativeAccess.of(provider.caller());
        this.accessEnabled = silent || this.access.enabled();
        guarded(() -> {
            provider.check();
            return provider;
        });
    }

    /**
     * Chooses.
     * @param wanted {@code auto}, {@code ffm}, {@code jna} or {@code none}
     * @return the choice of a backend that can run here
     * @throws ConfigurationException if there is no such backend, or it cannot run here
     * @throws NativeAccessException if the JVM denies native access
     */
    public static BackendChoice of(String wanted) {
        return switch (wanted) {
            case "auto" -> automatic();
            case "ffm" -> ffm(require(), "it is configured");
            case "jna" -> jna("it is configured");
            case HeapBackend.NAME -> new BackendChoice(new HeapBackend.Provider(), "it is configured", true);
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
        return new BackendChoice(provider, reason, false);
    }

    private static BackendChoice jna(String reason) {
        return new BackendChoice(new JnaBackend.Provider(), reason, false);
    }

    /**
     * Returns the name of the backend.
     * @return {@code jna}, {@code ffm} or {@code none}
     */
    public String name() {
        return this.provider.name();
    }

    /**
     * Returns why it was chosen.
     * @return what completes "backend x, for ..."
     */
    public String reason() {
        return this.reason;
    }

    /**
     * Returns what whoever started the JVM should add to its options.
     * @return a sentence, if there is anything to add
     */
    public Optional<String> warning() {
        return this.accessEnabled ? Optional.empty() : Optional.of(this.access.warning());
    }

    /**
     * Returns whether bundles may have libraries.
     * @return {@code false} for the backend that reaches no native code
     */
    public boolean opensLibraries() {
        return !name().equals(HeapBackend.NAME);
    }

    /**
     * Makes the backend.
     * @return a backend of its own
     * @throws ConfigurationException if it cannot run here
     * @throws NativeAccessException if the JVM denies native access
     */
    public NativeBackend create() {
        return guarded(this.provider::create);
    }

    private <T> T guarded(Supplier<T> backend) {
        try {
            return backend.get();
        }
        catch (IllegalCallerException | LinkageError ex) {
            if (NativeAccess.isDenial(ex)) {
                throw this.access.denied(name(), ex);
            }
            throw refused("Backend '" + name() + "' cannot be started: " + ex.getMessage(),
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
     * Only called where the class files of polyplug-ffm can be read: on a lower Java the
     * service loader would throw an error.
     */
    private static Optional<NativeBackend.Provider> provider() {
        Class<NativeBackend.Provider> type = NativeBackend.Provider.class;
        return ServiceLoader.load(type, type.getClassLoader())
            .stream()
            .map(ServiceLoader.Provider::get)
            .filter((each) -> each.name().equals("ffm"))
            .findFirst();
    }

    private static ConfigurationException refused(String reason, String cure, @Nullable Throwable cause) {
        return new ConfigurationException("backend", new Explanation(reason, reason, cure), cause);
    }

}
