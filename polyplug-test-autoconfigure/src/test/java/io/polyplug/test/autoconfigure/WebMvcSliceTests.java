package io.polyplug.test.autoconfigure;

import io.polyplug.test.app.Application;
import io.polyplug.test.app.Greeter;
import io.polyplug.test.app.Journal;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice of Boot's own, with contracts.
 */
@WebMvcTest
@AutoConfigurePolyplugTest
@ContextConfiguration(classes = Application.class)
class WebMvcSliceTests {

    @GuestBundle("greeter")
    static final Greeter greeter = (name) -> "Hello " + name;

    @Autowired
    private MockMvcTester mvc;

    @Test
    void controllerHasItsContract() {
        assertThat(this.mvc.get().uri("/greet/Ada")).hasBodyTextEqualTo("Hello Ada");
    }

    @Test
    void restOfTheApplicationIsLeftOut(@Autowired ObjectProvider<Journal> journal) {
        assertThat(journal.getIfAvailable()).isNull();
    }

}
