package io.polyplug.restart.devtools;

import io.polyplug.restart.application.WebApplication;
import org.springframework.boot.SpringApplication;

/** Main class: the application under DevTools, which restarts it a few times. */
public final class DevtoolsApplication {

    private DevtoolsApplication() {
    }

    public static void main(String[] arguments) {
        SpringApplication.run(new Class<?>[] { WebApplication.class, Restarts.class }, arguments);
    }

}
