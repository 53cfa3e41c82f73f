package io.polyplug.autoconfigure.observation;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Observations of single calls.
 *
 * @param contracts Names of the contracts whose injected beans have each call observed.
 * "*" stands for all.
 */
@ConfigurationProperties("polyplug.observations")
public record ContractObservationProperties(@DefaultValue List<String> contracts) {

    boolean asksFor(String contract) {
        return this.contracts.contains("*") || this.contracts.contains(contract);
    }

}
