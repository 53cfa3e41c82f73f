package io.polyplug.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filter in Lua, in a {@link Browser}.
 */
@EnabledIf(value = "io.polyplug.sample.Browser#isFound", disabledReason = Browser.DISABLED_REASON)
class LuaPageTests {

    private static final String STILL = "?still";

    private Browser browser;

    @BeforeEach
    void openBrowser() {
        this.browser = new Browser();
    }

    @AfterEach
    void closeBrowser() {
        this.browser.close();
    }

    private void awaitMessage(String regex) {
        Browser.await().until(() -> this.browser.text("message").matches("(?s)" + regex));
    }

    private void assertThatThePictureMoves() {
        Object picture = this.browser.picture();
        long frames = this.browser.number("frames-served");
        Browser.await()
            .until(() -> this.browser.number("frames-served") > frames + 5 && !picture.equals(this.browser.picture()));
        assertThat(this.browser.text("frames-failed")).isEqualTo("0");
    }

    @Nested
    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
    @EnabledIf(value = "io.polyplug.sample.LuaEngine#isFound", disabledReason = LuaEngine.DISABLED_REASON)
    class WithEngine {

        @TempDir
        private static Path bundles;

        @LocalServerPort
        private int port;

        @DynamicPropertySource
        static void properties(DynamicPropertyRegistry registry) {
            registry.add("sample.bundles", bundles::toString);
        }

        @Test
        void scriptIsEditedWhileThePictureRuns() {
            Browser page = LuaPageTests.this.browser.screen(1280, 1400).open(this.port, STILL);
            assertThat(page.isShown("script")).isFalse();
            page.button("Lua").click();
            awaitMessage("Lua: version 2\\.0\\.0 took over\\..* 0 failed\\.");
            Browser.await().until(() -> page.text("filter-name").equals("Posters in Lua"));
            assertThat(page.button("Lua").getAttribute("aria-current")).isEqualTo("true");
            assertThatThePictureMoves();

            page.type("script", Keys.chord(Keys.CONTROL, Keys.HOME), "lokal x = 1\n");
            page.button("Save and reload").click();
            awaitMessage(
                    "Lua was refused \\(409\\), version 2\\.0\\.0 goes on: .*filter\\.lua\"]:1: '=' expected near 'x'.*");
            assertThatThePictureMoves();

            page.type("script", Keys.chord(Keys.CONTROL, Keys.HOME), Keys.DELETE, Keys.DELETE, Keys.DELETE, "loc",
                    Keys.chord(Keys.CONTROL, "s"));
            awaitMessage("Lua: version 2\\.0\\.2 took over from 2\\.0\\.0 in [0-9.]+ ms\\..*");
            Browser.await().until(() -> page.text("filter-version").equals("2.0.2"));
            Browser.await().until(() -> page.text("generations").contains("version 2.0.2, serves"));
            assertThatThePictureMoves();

            page.button("Roll back").click();
            awaitMessage("Roll back: version 2\\.0\\.0 took over from 2\\.0\\.2.*");
            page.button("Waves").click();
            awaitMessage("Waves: version 1\\.2\\.0 took over from 1\\.0\\.0.*");
            Browser.await().until(() -> page.text("filter-name").equals("Waves"));
            assertThat(page.button("Lua").getAttribute("aria-current")).isEqualTo("false");
            assertThatThePictureMoves();
        }

    }

    @Nested
    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
    class WithoutEngine {

        @TempDir
        private static Path empty;

        @LocalServerPort
        private int port;

        @DynamicPropertySource
        static void properties(DynamicPropertyRegistry registry) {
            registry.add("sample.bundles", () -> empty.resolve("bundles").toString());
            registry.add("sample.engines", () -> empty.resolve("engines").toString());
        }

        @Test
        void pageSaysWhatToDoAndThePictureGoesOn() {
            Browser page = LuaPageTests.this.browser.screen(1280, 1400).open(this.port, STILL);
            page.button("Lua").click();
            awaitMessage("Lua: its engine .*");
            assertThat(page.text("message")).contains(
                    (System.getProperty("os.arch").equals("amd64")) ? empty.resolve("engines").toString() : "x86-64");
            assertThat(page.text("filter-name")).isEqualTo("Sepia");
            assertThatThePictureMoves();
            page.button("Edges").click();
            awaitMessage("Edges: version 1\\.1\\.0 took over .*");
            assertThatThePictureMoves();
        }

        @Test
        void tourGoesOnWithoutTheScript() {
            Browser page = LuaPageTests.this.browser.screen(1280, 900).open(this.port, "");
            awaitMessage("Seen: [0-9]+ swaps, one refusal, 0 frames failed.*");
            assertThat(page.text("log")).doesNotContain(LuaFilter.BUNDLE);
        }

    }

}
