package io.polyplug.fleet.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * One instance of an application with a bundle, run in a process of its own. It writes
 * its port to the file that its only argument of its own names.
 */
@SpringBootApplication
public class FleetApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(FleetApplication.class);
        application.addListeners((ApplicationListener<WebServerInitializedEvent>) (event) -> write(
                Path.of(event.getApplicationContext().getEnvironment().getRequiredProperty("port-file")),
                event.getWebServer().getPort()));
        application.run(args);
    }

    private static void write(Path file, int port) {
        try {
            Path whole = Files.writeString(file.resolveSibling("port.new"), Integer.toString(port));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        }
        catch (IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }

}
