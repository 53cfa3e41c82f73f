package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a setting cannot be carried out on this machine or by this version of
 * polyplug.
 */
public final class ConfigurationException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final String setting;

    /**
     * Creates the exception.
     * @param setting the setting's name
     * @param message what went wrong, why, and what to do
     */
    public ConfigurationException(String setting, String message) {
        this(setting, message, null);
    }

    /**
     * Creates the exception.
     * @param setting the setting's name
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ConfigurationException(String setting, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.setting = setting;
    }

    /**
     * Creates the exception.
     * @param setting the setting's name
     * @param explanation what went wrong, why, and what to do
     */
    public ConfigurationException(String setting, Explanation explanation) {
        this(setting, explanation, null);
    }

    /**
     * Creates the exception.
     * @param setting the setting's name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ConfigurationException(String setting, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.setting = setting;
    }

    /**
     * {@return the setting's name}
     */
    public String setting() {
        return this.setting;
    }

}
