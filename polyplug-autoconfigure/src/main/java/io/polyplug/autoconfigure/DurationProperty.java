package io.polyplug.autoconfigure;

import java.time.Duration;

import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;

/**
 * A property that holds a time, and the bounds that such a property may have.
 *
 * @param name the property's name
 * @param value the property's value
 */
public record DurationProperty(String name, Duration value) {

    /**
     * {@return the time, which may be zero}
     * @throws ConfigurationException if it is below zero
     */
    public Duration notNegative() {
        return require(!this.value.isNegative(), ", and no time is below zero", "Give 0s or more");
    }

    /**
     * {@return the time, which is more than none}
     * @throws ConfigurationException if it is zero or below
     */
    public Duration positive() {
        return positive("", "Give a time above zero, such as 1s");
    }

    /**
     * {@return the time, which is more than none}
     * @param problem what is wrong with one that is not, as the end of a sentence
     * @param cure what to give instead
     * @throws ConfigurationException if it is zero or below
     */
    public Duration positive(String problem, String cure) {
        return require(!this.value.isNegative() && !this.value.isZero(), problem, cure);
    }

    private Duration require(boolean condition, String problem, String cure) {
        if (!condition) {
            String summary = "Property '" + this.name + "' is " + this.value + problem;
            throw new ConfigurationException(this.name, new Explanation(summary, summary, cure));
        }
        return this.value;
    }

}
