package io.polyplug.autoconfigure.contract;

import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.Reload;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Contracts that a test mocks, in an application that has no bundle and asks for a
 * provider of each contract.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "polyplug.contracts.fail-fast=true")
class MockedContractTests {

    @MockitoBean
    private Caller caller;

    @MockitoBean
    private Reload reload;

    @MockitoBean
    @Qualifier("second")
    private Reload second;

    @MockitoBean
    @Qualifier("imported")
    private Reload imported;

    @Autowired
    private Consumer consumer;

    @Test
    void mockStandsInForTheContract() {
        given(this.caller.call("x")).willReturn("mocked");
        given(this.reload.answer()).willReturn(1);
        assertThat(this.consumer.caller().call("x")).isEqualTo("mocked");
        assertThat(this.consumer.reload().answer()).isEqualTo(1);
    }

    @Test
    void mockStandsInForTheProviderThatAQualifierNames() {
        given(this.second.answer()).willReturn(2);
        given(this.imported.answer()).willReturn(3);
        assertThat(this.consumer.second().answer()).isEqualTo(2);
        assertThat(this.consumer.imported().answer()).isEqualTo(3);
    }

    record Consumer(Caller caller, Reload reload, Reload second, Reload imported) {
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class })
    @Import(Application.class)
    @ImportGuestContracts(types = Reload.class, bundle = "imported")
    static class MockedApplication {

        @Bean
        Consumer consumer(Caller caller, Reload reload, @Qualifier("second") Reload second,
                @Qualifier("imported") Reload imported) {
            return new Consumer(caller, reload, second, imported);
        }

    }

}
