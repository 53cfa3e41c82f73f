package io.polyplug.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observed calls and their key values. A bean of this type replaces
 * {@link DefaultContractCallObservationConvention}.
 */
public interface ContractCallObservationConvention extends ObservationConvention<ContractCallContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ContractCallContext;
    }

}
