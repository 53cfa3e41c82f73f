package io.polyplug.fleet.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.event.BundleReloadEvent;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.awaitility.Awaitility;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * One instance of an application with a bundle, run in a process of its own. It writes
 * its port to the file that an argument names, and has a reload that has begun wait while
 * there is the file that another one names.
 */
@RestController
@SpringBootApplication
public class FleetApplication {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Reload reload;

    private final Path hold;

    FleetApplication(Reload reload, @Value("${hold-file}") Path hold) {
        this.reload = reload;
        this.hold = hold;
    }

    @GetMapping("/answer")
    int answer() {
        return this.reload.answer();
    }

    @EventListener
    void hold(BundleReloadEvent event) throws IOException {
        if (event.phase() instanceof ReloadPhase.Preparing && Files.exists(this.hold)) {
            Files.createFile(held(this.hold));
            Awaitility.await().atMost(LONGEST).until(() -> Files.notExists(this.hold));
        }
    }

    /**
     * {@return the file that is there when a reload waits}
     * @param hold the file that it waits for to go
     */
    public static Path held(Path hold) {
        return hold.resolveSibling("held");
    }

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

    /** The contract of the bundle. */
    @GuestContract(name = "reload.test", version = "1.0")
    public interface Reload {

        /**
         * {@return what tells one build from another}
         */
        @ContractFunction(0)
        int answer();

    }

}
