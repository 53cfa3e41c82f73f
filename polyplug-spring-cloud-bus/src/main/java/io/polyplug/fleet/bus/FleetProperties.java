package io.polyplug.fleet.bus;

import java.time.Duration;
import java.util.List;

import io.polyplug.fleet.FleetSettings;
import io.polyplug.fleet.Waves;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of a fleet. Immutable.
 *
 * @param enabled Whether this instance takes part in a fleet.
 * @param heartbeat How often this instance makes itself known to the others.
 * @param missingAfter How many heartbeats of silence make another instance missing.
 * @param forgetAfter For how long an instance that is silent is shown.
 * @param catchUpInterval How long to wait before another attempt to catch up what this
 * instance missed.
 * @param waves How many instances have been reached when each wave of a command has
 * ended: a count, a percentage or 'all'.
 * @param timeout For how long each wave of a command may take.
 */
@ConfigurationProperties("polyplug.fleet")
record FleetProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration heartbeat,
        @DefaultValue("3") int missingAfter, @DefaultValue("10m") Duration forgetAfter,
        @DefaultValue("1m") Duration catchUpInterval, @DefaultValue( {
                "1", "10%", "50%", "all" }) List<String> waves,
        @DefaultValue("1m") Duration timeout){

    FleetProperties {
        requirePositive("heartbeat", heartbeat);
        requirePositive("forget-after", forgetAfter);
        requirePositive("catch-up-interval", catchUpInterval);
        requirePositive("timeout", timeout);
        if (missingAfter < 1) {
            throw new IllegalArgumentException(
                    "The property 'polyplug.fleet.missing-after' is " + missingAfter + ". Set it to 1 or more");
        }
        try {
            new Waves(waves);
        }
        catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("The property 'polyplug.fleet.waves' is wrong: " + ex.getMessage(), ex);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "The property 'polyplug.fleet." + name + "' is " + value + ". Set it to a time above zero");
        }
    }

    FleetSettings settings() {
        return new FleetSettings(this.heartbeat, this.missingAfter, this.forgetAfter, this.catchUpInterval);
    }

}
