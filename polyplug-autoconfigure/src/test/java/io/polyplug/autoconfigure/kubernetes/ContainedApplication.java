package io.polyplug.autoconfigure.kubernetes;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Reload;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that tells how it is in its container, and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration(PolyplugAutoConfiguration.class)
class ContainedApplication {

    public static void main(String[] arguments) throws IOException {
        try (ConfigurableApplicationContext context = SpringApplication.run(ContainedApplication.class, arguments)) {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            Path work = Path.of(context.getEnvironment().getRequiredProperty("polyplug.work-directory"));
            tell("root is writable", canWrite(Path.of("").toAbsolutePath()));
            tell("answer", runtime.contract(Reload.class).answer());
            tell("used after load", used(work));
            for (int i = 1; i <= 3; i++) {
                runtime.reloadBundle("reload");
                runtime.awaitReclamation(Duration.ofMinutes(1));
                tell("used after reload " + i, used(work));
            }
            tell("answer at last", runtime.contract(Reload.class).answer());
        }
    }

    private static void tell(String what, Object value) {
        System.out.println("[" + what + ": " + value + "]");
    }

    private static boolean canWrite(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, "written", ""));
            return true;
        }
        catch (IOException ex) {
            return false;
        }
    }

    private static long used(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

}
