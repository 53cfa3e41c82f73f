package io.polyplug.test.autoconfigure;

import io.polyplug.PolyplugRuntime;
import io.polyplug.test.app.Application;
import io.polyplug.test.app.Counter;
import io.polyplug.test.app.Greeter;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Mocks in the place of contracts: nobody has to provide them, whatever is configured.
 */
@SpringBootTest(classes = Application.class)
@AutoConfigurePolyplugTest(failFast = true)
@AutoConfigureMockMvc
@Import(MockedContractTests.Needy.class)
class MockedContractTests {

    @MockitoBean
    private Greeter greeter;

    @MockitoBean
    @Qualifier("fingers")
    private Counter counter;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Needy needy;

    @Autowired
    private PolyplugRuntime runtime;

    @Test
    void mockTakesThePlaceOfTheContract() {
        given(this.greeter.greet("Ada")).willReturn("mocked");
        assertThat(this.mvc.get().uri("/greet/Ada")).hasBodyTextEqualTo("mocked");
    }

    @Test
    void mockTakesThePlaceOfTheContractOfOneBundle() {
        given(this.counter.count(new byte[] { 1 })).willReturn(42);
        assertThat(this.needy.counter.count(new byte[] { 1 })).isEqualTo(42);
        assertThat(this.needy.counter).isSameAs(this.counter);
    }

    @Test
    void nothingIsLoaded() {
        assertThat(this.runtime.bundles()).isEmpty();
    }

    /** Wants the contract of one bundle. */
    @Component
    static class Needy {

        private final Counter counter;

        Needy(@Qualifier("fingers") Counter counter) {
            this.counter = counter;
        }

    }

}
