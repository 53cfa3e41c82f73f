package io.polyplug.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample's page in a browser, if there is one on the {@code PATH} together with its
 * driver (Debian: {@code apt-get install chromium chromium-driver}).
 */
final class Browser implements AutoCloseable {

    static final String DISABLED_REASON = "there is no chromium (or google-chrome) with a chromedriver on the PATH";

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "chromium-browser", "google-chrome").orElseThrow());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
        ChromeDriverService service = new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").orElseThrow())
            .withTimeout(LONGEST)
            .build();
        this.driver = new ChromeDriver(service, options);
    }

    /** The condition of tests that need a browser. */
    static boolean isFound() {
        return program("chromium", "chromium-browser", "google-chrome").isPresent()
                && program("chromedriver").isPresent();
    }

    private static Optional<File> program(String... names) {
        return Stream.of(names)
            .flatMap((name) -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map((folder) -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .map(Path::toFile)
            .findFirst();
    }

    Browser screen(int width, int height) {
        return screen(width, height, 1);
    }

    /**
     * Sets the size of the screen, in pixels of the style sheet, and how many pixels of a
     * screenshot each of them is.
     */
    Browser screen(int width, int height, double scale) {
        this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", width < 600));
        return this;
    }

    /**
     * Sets what the user prefers, such as {@code prefers-color-scheme}.
     */
    Browser prefers(String feature, String value) {
        this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", feature, "value", value))));
        return this;
    }

    /**
     * Leaves the page, and forgets what was preferred.
     */
    void leave() {
        this.driver.get("about:blank");
        this.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    Browser open(int port, String query) {
        this.driver.get("http://localhost:" + port + "/" + query);
        return this;
    }

    String text(String id) {
        return this.driver.findElement(By.id(id)).getText();
    }

    long number(String id) {
        String text = text(id).replace(",", "");
        return text.matches("[0-9]+") ? Long.parseLong(text) : -1;
    }

    WebElement button(String name) {
        return this.driver.findElement(By.xpath("//button[b='" + name + "' or starts-with(text(),'" + name + "')]"));
    }

    boolean isShown(String id) {
        return this.driver.findElement(By.id(id)).isDisplayed();
    }

    void type(String id, CharSequence... keys) {
        this.driver.findElement(By.id(id)).sendKeys(keys);
    }

    Object script(String expression) {
        Object result = this.driver.executeScript("return " + expression);
        assertThat(result).as(expression).isNotNull();
        return result;
    }

    /** The canvas as it looks now. */
    Object picture() {
        return script("document.getElementById('picture').toDataURL()");
    }

    byte[] screenshot() {
        return this.driver.getScreenshotAs(OutputType.BYTES);
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(LONGEST);
    }

    @Override
    public void close() {
        this.driver.quit();
    }

}
