package io.polyplug.sample;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.sample.FilterBundle.Build;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a {@link Browser}. Each test begins with Sepia serving.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnabledIf(value = "io.polyplug.sample.Browser#isFound", disabledReason = Browser.DISABLED_REASON)
class SamplePageTests {

    /** Nothing happens by itself. */
    private static final String STILL = "?still";

    @TempDir
    private static Path bundles;

    private static Browser browser;

    @Autowired
    private FilterBundle bundle;

    @Autowired
    private PolyplugRuntime runtime;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sample.bundles", bundles::toString);
    }

    @BeforeAll
    static void openBrowser() {
        browser = new Browser();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void serveSepia() {
        browser.leave();
        this.bundle.install(Build.SEPIA);
        this.runtime.reloadBundle("filters");
    }

    @Test
    void everyButtonSwapsUnderTheRunningPicture() {
        browser.screen(1280, 900).open(this.port, STILL);
        awaitServing("Sepia", "1.0.0");
        assertThatThePictureMoves();
        swap("Edges", "Edges", "1.1.0");
        swap("Faster edges", "Edges", "1.1.1");
        swap("Waves", "Waves", "1.2.0");
        swap("Sepia", "Sepia", "1.0.0");
        swap("Waves", "Waves", "1.2.0");
        press("Broken build");
        Browser.await()
            .until(() -> browser.text("message")
                .matches("(?s).*refused \\(409\\), version 1.2.0 goes on.*on purpose.*"));
        Browser.await().until(() -> count("#chart .mark.refused") > 0);
        awaitServing("Waves", "1.2.0");
        assertThatThePictureMoves();
        swap("Roll back", "Sepia", "1.0.0");
        assertThat(browser.text("log")).contains("Preparing", "Reloaded", "Failed", "Reclaimed");
        assertThat(browser.text("swap-time")).matches("[0-9.]+ ms");
    }

    @Test
    void buildIsTriedOnSomeFramesBeforeItTakesOver() {
        browser.screen(1280, 900).open(this.port, STILL);
        awaitServing("Sepia", "1.0.0");
        press("Try Waves");
        Browser.await()
            .until(() -> browser.text("message")
                .startsWith("Try Waves: version 1.2.0 filters 10 % of the frames beside 1.0.0."));
        Browser.await()
            .until(() -> this.runtime.rollout("filters")
                .filter((rollout) -> rollout.candidate().calls() > 5)
                .isPresent());
        assertThatThePictureMoves();
        swap("Try Waves", "Waves", "1.2.0");
        assertThat(this.runtime.rollout("filters")).isEmpty();
    }

    private void swap(String button, String filter, String version) {
        long swaps = browser.number("swaps");
        press(button);
        awaitServing(filter, version);
        Browser.await().until(() -> browser.text("message").startsWith(button + ": version " + version));
        Browser.await().until(() -> browser.number("swaps") == swaps + 1);
        Browser.await().until(() -> chartMarks().contains(version));
        assertThatThePictureMoves();
    }

    @Test
    void longCallIsShownAsWhatHoldsAGeneration() {
        browser.screen(1280, 900).open(this.port, STILL);
        awaitServing("Sepia", "1.0.0");
        press("Hold a generation");
        Browser.await().until(() -> browser.text("log").contains("Call begins"));
        press("Waves");
        Browser.await().until(() -> browser.text("generations").contains("on thread long-call for"));
        awaitServing("Waves", "1.2.0");
        assertThatThePictureMoves();
        Browser.await().until(() -> browser.text("log").contains("it was in the code of version 1.0.0"));
        Browser.await().until(() -> !browser.text("generations").contains("retired"));
        assertThatNoFrameFailed();
    }

    @Test
    void whoOnlyLooksSeesSwapsAndARefusal() {
        browser.screen(1280, 900).open(this.port, "");
        Browser.await().until(() -> count("#chart .mark.swap") > 1);
        Browser.await().until(() -> count("#chart .mark.refused") > 0);
        Browser.await()
            .until(() -> browser.text("message").matches("Seen: [0-9]+ swaps, one refusal, 0 frames failed.*"));
        assertThat(browser.button("Play the tour").getAttribute("aria-pressed")).isEqualTo("false");
        assertThatNoFrameFailed();
    }

    @Test
    void buttonEndsTheTour() {
        browser.screen(1280, 900).open(this.port, "");
        press("Waves");
        awaitServing("Waves", "1.2.0");
        assertThat(browser.button("Play the tour").getAttribute("aria-pressed")).isEqualTo("false");
    }

    @Test
    void whoPrefersLessMotionSeesAPictureThatStandsUntilASwap() {
        browser.screen(1280, 900).prefers("prefers-reduced-motion", "reduce").open(this.port, "");
        awaitServing("Sepia", "1.0.0");
        Browser.await().until(() -> browser.text("frame-rate").equals("0"));
        Object picture = browser.picture();
        long served = browser.number("frames-served");
        Browser.await().until(() -> browser.number("frames-served") > served + 500);
        assertThat(browser.picture()).isEqualTo(picture);
        assertThat(browser.button("Pause").getAttribute("aria-pressed")).isEqualTo("true");
        press("Waves");
        Browser.await().until(() -> !picture.equals(browser.picture()));
        press("Pause");
        assertThatThePictureMoves();
    }

    @Test
    void keyboardIsEnough() {
        browser.screen(1280, 900).open(this.port, STILL);
        awaitServing("Sepia", "1.0.0");
        browser.script("document.querySelector('[data-build]').focus(), 1");
        browser.button("Sepia").sendKeys(Keys.TAB);
        assertThat(browser.script("document.activeElement.dataset.build")).isEqualTo("EDGES");
        browser.button("Edges").sendKeys(Keys.SPACE);
        awaitServing("Edges", "1.1.0");
        assertThat(browser.script("document.activeElement.dataset.build")).isEqualTo("EDGES");
    }

    @ParameterizedTest
    @ValueSource(ints = { 360, 600, 1280 })
    void nothingIsWiderThanTheScreen(int width) {
        browser.screen(width, 800).open(this.port, STILL);
        awaitServing("Sepia", "1.0.0");
        swap("Waves", "Waves", "1.2.0");
        browser.script("(document.querySelector('.editor').hidden = false, 1)");
        assertThat(browser.script("document.documentElement.scrollWidth")).isEqualTo((long) width);
        assertThat(browser.script("[...document.querySelectorAll('button')].every((button) =>"
                + " button.scrollWidth <= button.clientWidth && button.clientHeight >= 42)"))
            .isEqualTo(true);
    }

    /** WCAG asks for 4.5 between text and ground. */
    @ParameterizedTest
    @CsvSource({ "dark", "light" })
    void textIsReadableInEitherScheme(String scheme) {
        browser.screen(1280, 900).prefers("prefers-color-scheme", scheme).open(this.port, STILL);
        Object lowest = browser
            .script("""
                    (() => {
                      const style = getComputedStyle(document.documentElement);
                      const light = (name) => {
                        const digits = style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi).map((hex) => parseInt(hex, 16) / 255);
                        const [r, g, b] = digits.map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                      };
                      const contrast = (one, other) => {
                        const [a, b] = [light(one), light(other)];
                        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                      };
                      const pairs = ['--text', '--muted', '--accent', '--second', '--good', '--bad']
                          .flatMap((text) => ['--ground', '--card', '--raised'].map((ground) => contrast(text, ground)));
                      return Math.min(...pairs, contrast('--on-accent', '--accent'));
                    })()
                    """
                .strip());
        assertThat(((Number) lowest).doubleValue()).isGreaterThanOrEqualTo(4.5);
    }

    private void awaitServing(String filter, String version) {
        Browser.await()
            .until(() -> browser.text("filter-name").equals(filter) && browser.text("filter-version").equals(version));
    }

    private void assertThatThePictureMoves() {
        long frames = browser.number("frames-served");
        Object picture = browser.picture();
        Browser.await().until(() -> browser.number("frames-served") > frames + 5 && !picture.equals(browser.picture()));
        assertThatNoFrameFailed();
    }

    private void assertThatNoFrameFailed() {
        assertThat(browser.text("frames-failed")).isEqualTo("0");
    }

    /** Presses a button once the page has done what the one before was pressed for. */
    private void press(String button) {
        Browser.await().until(() -> browser.script("busy").equals(false));
        browser.button(button).click();
    }

    private String chartMarks() {
        return (String) browser
            .script("[...document.querySelectorAll('#chart .label.swap')].map((label) => label.textContent).join()");
    }

    private long count(String selector) {
        return (Long) browser.script("document.querySelectorAll('" + selector + "').length");
    }

}
