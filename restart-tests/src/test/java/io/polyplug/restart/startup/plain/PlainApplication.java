package io.polyplug.restart.startup.plain;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that has no bundles, whether the starter is there or not. */
@SpringBootApplication
public class PlainApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PlainApplication.class, arguments);
    }

    @RestController
    static class Page {

        @GetMapping("/")
        String hello() {
            return "hello";
        }

    }

}
