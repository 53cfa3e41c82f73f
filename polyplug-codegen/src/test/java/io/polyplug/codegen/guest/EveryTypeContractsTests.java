package io.polyplug.codegen.guest;

import java.util.List;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.guest.EveryTypeContracts.Clock;
import io.polyplug.codegen.guest.EveryTypeContracts.Counter;
import io.polyplug.codegen.guest.EveryTypeContracts.Everything;
import io.polyplug.codegen.guest.EveryTypeContracts.Notes;
import io.polyplug.codegen.java.JavaApi;
import io.polyplug.codegen.java.JavaSources;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contracts that bundles of all languages are called through are those that are
 * generated.
 */
class EveryTypeContractsTests {

    @Test
    void handwrittenContractsAreTheGeneratedOnesWordForWord() {
        Api written = JavaApi.of(List.of(Everything.class, Counter.class, Clock.class, Notes.class));
        assertThat(JavaSources.of(written, "com.acme").texts())
            .isEqualTo(JavaSources.of(EveryType.inJava(), "com.acme").texts());
    }

}
