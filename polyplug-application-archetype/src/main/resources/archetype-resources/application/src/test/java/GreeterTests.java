package ${package};

import ${package}.contract.Greeter;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls the bundle that lies beside the application.
 */
@SpringBootTest
class GreeterTests {

    @Autowired
    private Greeter greeter;

    @Test
    void greetsByName() {
        assertThat(this.greeter.greet("Ada")).contains("Ada");
    }

}
