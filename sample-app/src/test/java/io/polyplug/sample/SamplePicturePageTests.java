package io.polyplug.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes the picture of the README, and others to look at, when it is told where to:
 * {@code -Dsample.pictures=FOLDER}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnabledIfSystemProperty(named = "sample.pictures", matches = ".+",
        disabledReason = "pictures are taken with -Dsample.pictures=FOLDER")
@EnabledIf(value = "io.polyplug.sample.Browser#isFound", disabledReason = Browser.DISABLED_REASON)
class SamplePicturePageTests {

    private static final int LARGEST = 250_000;

    @TempDir
    private static Path bundles;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sample.bundles", bundles::toString);
    }

    @Test
    void pageIsTakenDuringASwap() throws IOException {
        Path folder = Path.of(System.getProperty("sample.pictures"));
        Path readme = folder.resolve("sample.png");
        take(readme, "dark", 1280, 1010, 0.8);
        assertThat(Files.size(readme)).isLessThan(LARGEST);
        take(folder.resolve("sample-light.png"), "light", 1280, 1010, 0.8);
        take(folder.resolve("sample-phone.png"), "dark", 360, 1840, 1);
        take(folder.resolve("sample-phone-light.png"), "light", 360, 1840, 1);
    }

    /** After a tour, with a call that holds the generation before. */
    private void take(Path file, String scheme, int width, int height, double scale) throws IOException {
        try (Browser browser = new Browser()) {
            browser.screen(width, height, scale).prefers("prefers-color-scheme", scheme).open(this.port, "");
            Browser.await().until(() -> browser.text("message").startsWith("Seen"));
            browser.button("Hold a generation").click();
            Browser.await().until(() -> browser.text("log").contains("Call begins"));
            browser.button("Waves").click();
            Browser.await().until(() -> browser.text("generations").contains("on thread long-call for 1"));
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, browser.screenshot());
            Browser.await().until(() -> !browser.text("generations").contains("retired"));
        }
    }

}
