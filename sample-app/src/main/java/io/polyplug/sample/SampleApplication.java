package io.polyplug.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.system.ApplicationHome;
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
        application.setDefaultProperties(Map.of("sample.bundles", bundles.toString(), "sample.engines", engines()));
        application.run(args);
    }

    /**
     * Beside the jar, or beside the folder of classes: where the build puts what it
     * fetches.
     */
    private static String engines() {
        File home = new ApplicationHome(SampleApplication.class).getSource();
        return new File((home != null) ? home.getParentFile() : null, "engines").getPath();
    }

    private static void delete(Path bundles) {
        FileSystemUtils.deleteRecursively(bundles.toFile());
    }

}
