package ${package};

import ${package}.contract.Greeter;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GreetingController {

    private final Greeter greeter;

    GreetingController(Greeter greeter) {
        this.greeter = greeter;
    }

    @GetMapping("/greet/{name}")
    String greet(@PathVariable String name) {
        return this.greeter.greet(name);
    }

}
