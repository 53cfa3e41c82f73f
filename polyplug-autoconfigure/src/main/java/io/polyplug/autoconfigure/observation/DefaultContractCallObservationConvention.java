package io.polyplug.autoconfigure.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.polyplug.autoconfigure.observation.ContractCallObservationDocumentation.HighCardinalityKeyNames;
import io.polyplug.autoconfigure.observation.ContractCallObservationDocumentation.LowCardinalityKeyNames;
import io.polyplug.error.GuestCallException;

import org.springframework.util.StringUtils;

/**
 * The names that {@link ContractCallObservationDocumentation} documents.
 */
public class DefaultContractCallObservationConvention implements ContractCallObservationConvention {

    private static final String NAME = "polyplug.contract.call";

    /**
     * Creates the convention.
     */
    public DefaultContractCallObservationConvention() {
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(ContractCallContext context) {
        return context.getContractName() + "/" + context.getFunctionName();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ContractCallContext context) {
        String bundle = context.getBundleName();
        return KeyValues.of(LowCardinalityKeyNames.CONTRACT.withValue(context.getContractName()),
                LowCardinalityKeyNames.FUNCTION.withValue(context.getFunctionName()),
                LowCardinalityKeyNames.BUNDLE.withValue(StringUtils.hasLength(bundle) ? bundle : KeyValue.NONE_VALUE));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ContractCallContext context) {
        return (context.getError() instanceof GuestCallException error)
                ? KeyValues.of(HighCardinalityKeyNames.CODE.withValue(Integer.toUnsignedString(error.code())))
                : KeyValues.empty();
    }

}
