package io.polyplug.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.util.FileSystemUtils;

/**
 * Starts the sample. Its folder of bundles is a temporary one that goes when the
 * application ends, unless {@code --sample.bundles=} names another.
 */
@SpringBootApplication
public class SampleApplication {

    public static void main(String[] args) throws IOException {
        Path bundles = Files.createTempDirectory("polyplug-sample-");
        SpringApplication.getShutdownHandlers().add(() -> delete(bundles));
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setDefaultProperties(Map.of("sample.bundles", bundles.toString()));
        application.run(args);
    }

    private static void delete(Path bundles) {
        FileSystemUtils.deleteRecursively(bundles.toFile());
    }

}
