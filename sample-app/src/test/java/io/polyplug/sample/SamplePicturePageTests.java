package io.polyplug.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
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

    /** Of a start nothing shall be seen. */
    private static final int WARM = 15_000;

    /** Two bits less a channel: that saves a third, and nobody sees it. */
    private static final int COLOURS = 0xfcfcfc;

    @TempDir
    private static Path bundles;

    @Autowired
    private FilteredPicture picture;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sample.bundles", bundles::toString);
    }

    @Test
    void pageIsTakenDuringASwap() throws IOException {
        Browser.await().until(() -> this.picture.frames().served() > WARM);
        Path folder = Path.of(System.getProperty("sample.pictures"));
        Path readme = folder.resolve("sample.png");
        take(readme, "dark", 1280, 1010, 0.8);
        assertThat(Files.size(readme)).isLessThan(LARGEST);
        take(folder.resolve("sample-light.png"), "light", 1280, 1010, 0.8);
        take(folder.resolve("sample-phone.png"), "dark", 360, 1840, 1);
        take(folder.resolve("sample-phone-light.png"), "light", 360, 1840, 1);
    }

    private static BufferedImage coarse(byte[] screenshot) throws IOException {
        BufferedImage fine = ImageIO.read(new ByteArrayInputStream(screenshot));
        BufferedImage coarse = new BufferedImage(fine.getWidth(), fine.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < fine.getHeight(); y++) {
            for (int x = 0; x < fine.getWidth(); x++) {
                coarse.setRGB(x, y, fine.getRGB(x, y) & COLOURS);
            }
        }
        return coarse;
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
            ImageIO.write(coarse(browser.screenshot()), "png", file.toFile());
            Browser.await().until(() -> !browser.text("generations").contains("retired"));
        }
    }

}
