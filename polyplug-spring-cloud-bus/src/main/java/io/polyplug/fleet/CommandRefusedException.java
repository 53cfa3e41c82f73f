package io.polyplug.fleet;

/**
 * Thrown when a command is not begun.
 */
public class CommandRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     * @param message why, and what to do about it
     */
    public CommandRefusedException(String message) {
        super(message);
    }

}
