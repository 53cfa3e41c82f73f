package io.polyplug.autoconfigure.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documented observations of calls.
 */
public enum ContractCallObservationDocumentation implements ObservationDocumentation {

    /** A call of a contract's function. */
    CALL {

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultContractCallObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityKeyNames.values();
        }

    };

    /** Key names with few values. */
    public enum LowCardinalityKeyNames implements KeyName {

        /** The contract's name. */
        CONTRACT {

            @Override
            public String asString() {
                return "contract";
            }

        },

        /** The name of the Java method. */
        FUNCTION {

            @Override
            public String asString() {
                return "function";
            }

        },

        /** The bundle that was the provider when the call began, or {@code none}. */
        BUNDLE {

            @Override
            public String asString() {
                return "bundle";
            }

        }

    }

    /** Key names with any number of values. */
    public enum HighCardinalityKeyNames implements KeyName {

        /** The error code of a call that failed with one. */
        CODE {

            @Override
            public String asString() {
                return "error.code";
            }

        }

    }

}
