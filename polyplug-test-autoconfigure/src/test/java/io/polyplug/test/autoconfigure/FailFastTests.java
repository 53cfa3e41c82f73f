package io.polyplug.test.autoconfigure;

import io.polyplug.test.app.Application;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A test that wants every injected contract to be provided.
 */
class FailFastTests {

    @Test
    void missingProviderFailsTheStartWhereItIsAskedFor() {
        TestContextManager manager = new TestContextManager(Strict.class);
        assertThatThrownBy(() -> manager.getTestContext().getApplicationContext()).rootCause()
            .hasMessageContainingAll("demo.Greeter", "polyplug.contracts.fail-fast");
    }

    /** Declares nothing. */
    @SpringBootTest(classes = Application.class)
    @AutoConfigurePolyplugTest(failFast = true)
    static class Strict {

    }

}
