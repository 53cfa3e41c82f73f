package io.polyplug.backend;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.NativeAccessException;

/**
 * Whether the JVM lets code load libraries and link native functions, and how it is told
 * to. From Java 24 on it warns of such code at its first use, or refuses it, unless
 * access was enabled for its module; all that is on a class path is one unnamed module.
 *
 * @param enabled whether access was enabled when this was asked; the JVM that has warned
 * once says yes from then on
 * @param module the module's name, or {@code null} for the unnamed one
 */
record NativeAccess(boolean enabled, @Nullable String module) {

    private static final int FIRST_JAVA_THAT_WARNS = 24;

    /**
     * Asks, without using native code.
     * @param caller a class of the module that calls restricted methods
     */
    static NativeAccess of(Class<?> caller) {
        return new NativeAccess(isEnabled(caller.getModule()), caller.getModule().getName());
    }

    /** {@code Module.isNativeAccessEnabled} is newer than the language level. */
    private static boolean isEnabled(Module module) {
        if (Runtime.version().feature() < FIRST_JAVA_THAT_WARNS) {
            return true;
        }
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(module);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException("This JVM does not say whether native access is enabled", ex);
        }
    }

    String option() {
        return "--enable-native-access=" + ((this.module != null) ? this.module : "ALL-UNNAMED");
    }

    /** A manifest can speak for the unnamed module alone. */
    @Nullable String manifestLine() {
        return (this.module != null) ? null : "Enable-Native-Access: ALL-UNNAMED";
    }

    /**
     * Returns a sentence for whoever started a JVM that still allows what it warns of.
     */
    String warning() {
        return "Native access is not enabled for " + whom() + ": this JVM warns of it, and a later one will deny it. "
                + cure();
    }

    NativeAccessException denied(String backend, Throwable refusal) {
        return new NativeAccessException(
                option(), manifestLine(), "Backend '" + backend
                        + "' cannot reach native code: this JVM denies native access to " + whom() + ". " + cure(),
                refusal);
    }

    private String whom() {
        return (this.module != null) ? "module " + this.module : "the class path";
    }

    private String cure() {
        String line = manifestLine();
        return "Start the JVM with " + option()
                + ((line != null) ? ", or add the line '" + line + "' to the manifest of the executable jar" : "");
    }

    /**
     * Returns whether a backend could not be made because access is denied. The refusal
     * hits the initialisation of a class; at the next attempt only its text is left.
     */
    static boolean isDenial(Throwable failure) {
        String refusal = IllegalCallerException.class.getName();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each.toString().contains(refusal)) {
                return true;
            }
        }
        return false;
    }

}
