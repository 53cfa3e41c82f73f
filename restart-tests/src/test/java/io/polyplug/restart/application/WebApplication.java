package io.polyplug.restart.application;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application of the starter: as a WAR, under DevTools, or several in one JVM. */
@SpringBootApplication
public class WebApplication extends SpringBootServletInitializer {

    public static void main(String[] arguments) {
        SpringApplication.run(WebApplication.class, arguments);
    }

    @Override
    protected SpringApplicationBuilder configure(SpringApplicationBuilder application) {
        return application.sources(WebApplication.class);
    }

    /** Requests come on threads that may outlive the application. */
    @RestController
    static class Page {

        private final Greetings greetings;

        Page(Greetings greetings) {
            this.greetings = greetings;
        }

        @GetMapping("/greet")
        String greet() {
            return this.greetings.say("you");
        }

    }

}
