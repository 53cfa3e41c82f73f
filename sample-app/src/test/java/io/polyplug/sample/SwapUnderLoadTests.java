package io.polyplug.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.sample.FilterBundle.Build;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with its own load, as it is started. Each test begins with Sepia serving.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class SwapUnderLoadTests {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private static Path bundles;

    @Autowired
    private RestTestClient client;

    @Autowired
    private FilteredPicture picture;

    @Autowired
    private FrameLoad load;

    @Autowired
    private FrameTimes times;

    @Autowired
    private FilterBundle bundle;

    @Autowired
    private PolyplugRuntime runtime;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sample.bundles", bundles::toString);
    }

    @BeforeEach
    void serveSepia() {
        swapTo(Build.SEPIA);
    }

    @Test
    void noFrameFailsWhileBuildsAreSwapped() {
        for (int round = 0; round < 3; round++) {
            for (Build build : List.of(Build.EDGES, Build.FASTER_EDGES, Build.WAVES, Build.SEPIA)) {
                awaitMoreFrames();
                swapTo(build);
            }
        }
        awaitMoreFrames();
        assertThat(this.picture.frames().failed()).isZero();
    }

    @Test
    void timesOfFramesAreMeasured() {
        await().until(() -> this.times.intervals(0).size() > 3);
        assertThat(this.times.intervals(0)).allSatisfy((interval) -> {
            assertThat(interval.failed()).isZero();
            assertThat(interval.p50()).isPositive().isLessThanOrEqualTo(interval.p99());
        });
    }

    @Test
    void chartIsToldTimesAndSwaps() {
        await().until(() -> this.times.intervals(0).size() > 1);
        this.client.get()
            .uri("/times")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .jsonPath("$.now")
            .isNumber()
            .jsonPath("$.swaps")
            .isNumber()
            .jsonPath("$.intervals[0].p99")
            .isNumber();
    }

    @Test
    void longCallHoldsItsGenerationAndEndsOnTheVersionItBeganOn() {
        await().until(() -> {
            swapTo(Build.SEPIA);
            return longCallBegins() && !longCallBegins() && longCallHoldsWhatWasServedBefore(Build.WAVES);
        });
        await().until(() -> text("/log").contains("it was in the code of version 1.0.0"));
        await().until(() -> this.runtime.statistics().retiredGenerations() == 0);
        assertThat(this.picture.frames().failed()).isZero();
    }

    /** One at a time: another one is refused. */
    private boolean longCallBegins() {
        return this.client.post()
            .uri("/long-call?milliseconds=3000")
            .exchange()
            .returnResult()
            .getStatus()
            .isSameCodeAs(HttpStatus.ACCEPTED);
    }

    /**
     * Swaps, and looks for the call among those that hold what was served before. On a
     * busy machine it may have ended by then, or begun too late.
     */
    private boolean longCallHoldsWhatWasServedBefore(Build build) {
        swapTo(build);
        while (!text("/actuator/polyplug/filters").contains("\"thread\":\"long-call\"")) {
            if (longCallBegins()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void longCallHasALimit() {
        this.client.post().uri("/long-call?milliseconds=20001").exchange().expectStatus().isBadRequest();
        this.client.post().uri("/long-call?milliseconds=0").exchange().expectStatus().isBadRequest();
    }

    @Test
    void loadThatIsStoppedCanBeStartedAgain() {
        this.load.stop();
        FilteredPicture.Frames stopped = this.picture.frames();
        this.runtime.reloadBundle("filters");
        assertThat(this.picture.frames()).isEqualTo(stopped);
        this.load.start();
        awaitMoreFrames();
    }

    private void swapTo(Build build) {
        this.bundle.install(build);
        this.runtime.reloadBundle("filters");
    }

    private void awaitMoreFrames() {
        long before = this.picture.frames().served();
        await().until(() -> this.picture.frames().served() > before + 20);
    }

    private String text(String uri) {
        String text = this.client.get().uri(uri).exchange().expectBody(String.class).returnResult().getResponseBody();
        assertThat(text).isNotNull();
        return text;
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LONGEST);
    }

}
