package io.polyplug.types;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How a contract function in Java hands over its result: at once, or later in a form of
 * Java's own or of Reactor's. Native code knows nothing of it.
 */
public enum ResultForm {

    /** The result itself; the call is made on the calling thread. */
    PLAIN,

    /**
     * A {@link CompletionStage} or {@link CompletableFuture}: the call begins at once.
     */
    FUTURE,

    /** Reactor's {@code Mono}: a call begins with each subscription. */
    MONO;

    private static final String MONO_NAME = "reactor.core.publisher.Mono";

    /**
     * Returns the form of a method's result.
     * @param type the type that the method returns
     * @throws IllegalArgumentException if it is a {@code Mono} of a Reactor that this
     * class does not see
     */
    static ResultForm of(Class<?> type) {
        if (type == CompletionStage.class || type == CompletableFuture.class) {
            return FUTURE;
        }
        if (!type.getName().equals(MONO_NAME)) {
            return PLAIN;
        }
        if (!isVisible(type)) {
            throw new IllegalArgumentException("this " + MONO_NAME + " is of another class loader than polyplug's."
                    + " Put Reactor where polyplug-core is");
        }
        return MONO;
    }

    private static boolean isVisible(Class<?> type) {
        try {
            return Class.forName(type.getName(), false, ResultForm.class.getClassLoader()) == type;
        }
        catch (ClassNotFoundException ex) {
            return false;
        }
    }

}
