package io.polyplug.sample;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.polyplug.PolyplugRuntime;
import io.polyplug.sample.FilterBundle.Build;
import io.polyplug.sample.PictureController.FilterName;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filter in Lua, edited while the sample's own load calls it. Each test begins with
 * the script of the sample serving.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@EnabledIf(value = "io.polyplug.sample.LuaEngine#isFound", disabledReason = LuaEngine.DISABLED_REASON)
class LuaUnderLoadTests {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String ENDPOINT = "/actuator/polyplug/";

    @TempDir
    private static Path bundles;

    private static String original;

    @Autowired
    private RestTestClient client;

    @Autowired
    private FilteredPicture picture;

    @Autowired
    private FilterBundle bundle;

    @Autowired
    private PolyplugRuntime runtime;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sample.bundles", bundles::toString);
    }

    @BeforeEach
    void serveTheScript() {
        boolean loaded = this.runtime.bundle(LuaFilter.BUNDLE).isPresent();
        if (!loaded) {
            original = source().script();
        }
        save(original);
        change(LuaFilter.BUNDLE, loaded ? "reloaded" : "loaded", HttpStatus.OK);
        assertThat(served().bundle()).isEqualTo(LuaFilter.BUNDLE);
    }

    @Test
    void noFrameFailsWhileTheScriptIsEdited() {
        for (int steps = 2; steps < 12; steps++) {
            save(original.replace("STEPS = 4", "STEPS = " + steps));
            change(LuaFilter.BUNDLE, "reloaded", HttpStatus.OK);
            assertThat(filtered(100)).isEqualTo(poster(100, steps));
            awaitMoreFrames();
        }
        assertThat(this.picture.frames().failed()).isZero();
    }

    @Test
    void noFrameFailsBetweenScriptAndLibrary() {
        for (int round = 0; round < 3; round++) {
            this.bundle.install(Build.WAVES);
            change(FilterBundle.BUNDLE, "reloaded", HttpStatus.OK);
            assertThat(served()).isEqualTo(new FilterName(FilterBundle.BUNDLE, "Waves", "1.2.0"));
            awaitMoreFrames();
            save(original);
            change(LuaFilter.BUNDLE, "reloaded", HttpStatus.OK);
            assertThat(served().name()).isEqualTo("Posters in Lua");
            awaitMoreFrames();
        }
        assertThat(this.picture.frames().failed()).isZero();
    }

    @Test
    void anotherScriptIsAnotherVersion() {
        String before = served().version();
        assertThat(before).matches("2\\.0\\.[0-9]+");
        save(original);
        assertThat(change(LuaFilter.BUNDLE, "reloaded", HttpStatus.OK)).contains("\"version\":\"" + before + '"');
        save(original + "-- edited\n");
        change(LuaFilter.BUNDLE, "reloaded", HttpStatus.OK);
        assertThat(served().version()).isNotEqualTo(before);
    }

    /** What is wrong, and where the message says that it is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    local STEPS     | lokal STEPS                      | filter.lua"]:3: '=' expected near 'STEPS'
                    math.floor      | math.flor                        | filter.lua"]:6: attempt to call field 'flor' (a nil value)
                    [i].alpha = 255 | [i].depth = 255                  | filter.lua"]:14: 'struct Pixel' has no member named 'depth'
                    [i].alpha = 255 | [i].alpha = 255 while true do end | took more than 5000000 instructions
                    """)
    void brokenScriptIsRefusedAndTheOneBeforeServes(String right, String wrong, String reason) {
        FilterName before = served();
        String broken = original.replace(right, wrong);
        assertThat(broken).isNotEqualTo(original);
        save(broken);
        assertThat(change(LuaFilter.BUNDLE, "reloaded", HttpStatus.CONFLICT)).contains(reason.replace("\"", "\\\""));
        awaitMoreFrames();
        assertThat(served()).isEqualTo(before);
        assertThat(filtered(100)).isEqualTo(poster(100, 4));
        assertThat(this.picture.frames().failed()).isZero();
    }

    @Test
    void rollbackBringsBackTheScriptBefore() {
        save(original.replace("STEPS = 4", "STEPS = 2"));
        change(LuaFilter.BUNDLE, "reloaded", HttpStatus.OK);
        change(LuaFilter.BUNDLE, "rolled-back", HttpStatus.OK);
        assertThat(filtered(100)).isEqualTo(poster(100, 4));
    }

    /** One of the four machines is in it. */
    @Test
    void longCallHoldsItsGenerationAndNoFrame() {
        String before = served().version();
        await().until(() -> {
            save(original);
            change(LuaFilter.BUNDLE, "reloaded", HttpStatus.OK);
            return longCallBegins() && longCallHoldsWhatWasServedBefore();
        });
        awaitMoreFrames();
        await().until(() -> text("/log").contains("it was in the code of version " + before));
        await().until(() -> this.runtime.statistics().retiredGenerations() == 0);
        assertThat(this.picture.frames().failed()).isZero();
    }

    private boolean longCallBegins() {
        return this.client.post()
            .uri("/long-call?milliseconds=3000")
            .exchange()
            .returnResult()
            .getStatus()
            .isSameCodeAs(HttpStatus.ACCEPTED);
    }

    /**
     * Edits the script, and looks for the call among those that hold the one before. On a
     * busy machine it may have ended by then, or begun too late.
     */
    private boolean longCallHoldsWhatWasServedBefore() {
        save(original + "-- edited\n");
        change(LuaFilter.BUNDLE, "reloaded", HttpStatus.OK);
        while (!text(ENDPOINT + LuaFilter.BUNDLE).contains("\"thread\":\"long-call\"")) {
            if (longCallBegins()) {
                return false;
            }
        }
        return true;
    }

    private BuildController.Source source() {
        BuildController.Source source = this.client.get()
            .uri("/script")
            .exchange()
            .expectBody(BuildController.Source.class)
            .returnResult()
            .getResponseBody();
        assertThat(source).isNotNull();
        assertThat(source.hint()).isNull();
        return source;
    }

    private void save(String script) {
        this.client.put()
            .uri("/script")
            .contentType(MediaType.TEXT_PLAIN)
            .body(script)
            .exchange()
            .expectStatus()
            .isNoContent();
        assertThat(source().script()).isEqualTo(script);
    }

    private String change(String bundleName, String state, HttpStatus expected) {
        byte[] answer = this.client.post()
            .uri(ENDPOINT + bundleName)
            .body(Map.of("state", state))
            .exchange()
            .expectStatus()
            .isEqualTo(expected)
            .expectBody()
            .returnResult()
            .getResponseBodyContent();
        assertThat(answer).isNotNull();
        return new String(answer, StandardCharsets.UTF_8);
    }

    private FilterName served() {
        FilterName served = this.client.get()
            .uri("/filter")
            .exchange()
            .expectBody(FilterName.class)
            .returnResult()
            .getResponseBody();
        assertThat(served).isNotNull();
        return served;
    }

    private String text(String uri) {
        String text = this.client.get().uri(uri).exchange().expectBody(String.class).returnResult().getResponseBody();
        assertThat(text).isNotNull();
        return text;
    }

    /** What becomes of one light. */
    private int filtered(int light) {
        return this.picture.filter().apply(new byte[] { (byte) light, 0, 0, 0 }, 1, 1)[0] & 0xff;
    }

    private static int poster(int light, int steps) {
        return light * steps / 256 * 255 / (steps - 1);
    }

    private void awaitMoreFrames() {
        long before = this.picture.frames().served();
        await().until(() -> this.picture.frames().served() > before + 20);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LONGEST);
    }

}
