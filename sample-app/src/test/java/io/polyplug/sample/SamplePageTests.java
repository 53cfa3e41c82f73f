package io.polyplug.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a browser, if there is one on the {@code PATH} together with its driver
 * (Debian: {@code apt-get install chromium chromium-driver}).
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnabledIf("browserFound")
class SamplePageTests {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private static Path bundles;

    @LocalServerPort
    private int port;

    private ChromeDriver browser;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sample.bundles", bundles::toString);
    }

    static boolean browserFound() {
        boolean found = browserFile().isPresent() && driverFile().isPresent();
        if (!found) {
            System.out
                .println("SamplePageTests are skipped: there is no chromium (or google-chrome) with a chromedriver"
                        + " on the PATH");
        }
        return found;
    }

    private static Optional<File> browserFile() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap((name) -> onPath(name).stream())
            .findFirst();
    }

    private static Optional<File> driverFile() {
        return onPath("chromedriver");
    }

    private static Optional<File> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map((folder) -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .map(Path::toFile)
            .findFirst();
    }

    @BeforeEach
    void openPage() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browserFile().orElseThrow());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,860");
        ChromeDriverService service = new ChromeDriverService.Builder()
            .usingDriverExecutable(driverFile().orElseThrow())
            .withTimeout(LONGEST)
            .build();
        this.browser = new ChromeDriver(service, options);
        this.browser.get("http://localhost:" + this.port + "/");
    }

    @AfterEach
    void closeBrowser() {
        this.browser.quit();
    }

    @Test
    void filterIsReplacedUnderTheRunningPicture() {
        await().until(() -> text("filter-name").equals("Sepia"));
        assertThatThePictureMoves();
        click("Edges");
        await().until(() -> text("filter-name").equals("Edges"));
        assertThat(text("filter-version")).isEqualTo("1.1.0");
        await().until(() -> text("swap-time").matches("[0-9.]+ ms"));
        assertThatThePictureMoves();
        click("Broken build");
        await().until(() -> text("message").contains("broken on purpose"));
        assertThat(text("filter-name")).isEqualTo("Edges");
        assertThatThePictureMoves();
        click("Roll back");
        await().until(() -> text("filter-name").equals("Sepia"));
        assertThatThePictureMoves();
        assertThat(text("log")).contains("Loaded", "Preparing", "Reloaded", "Failed");
        assertThat(text("frames-failed")).isEqualTo("0");
    }

    private void assertThatThePictureMoves() {
        long frames = framesServed();
        Object picture = picture();
        await().until(() -> framesServed() > frames + 5 && !picture.equals(picture()));
        assertThat(text("frames-failed")).isEqualTo("0");
    }

    private long framesServed() {
        return Long.parseLong(text("frames-served").replace(",", ""));
    }

    private Object picture() {
        Object picture = this.browser.executeScript("return document.getElementById('picture').toDataURL()");
        assertThat(picture).isNotNull();
        return picture;
    }

    /** Clicks a button once the page has done what the one before was clicked for. */
    private void click(String button) {
        WebElement element = this.browser.findElement(By.xpath("//button[text()='" + button + "']"));
        await().until(element::isEnabled);
        element.click();
    }

    private String text(String id) {
        return this.browser.findElement(By.id(id)).getText();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LONGEST);
    }

}
