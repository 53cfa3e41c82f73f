package io.polyplug.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import javax.imageio.ImageIO;

import io.polyplug.PolyplugRuntime;
import io.polyplug.sample.FilterBundle.Build;
import io.polyplug.sample.PictureController.FilterName;
import io.polyplug.sample.contract.Filter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample over HTTP, without its own load. Each test begins with Sepia serving.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.load=0")
@AutoConfigureRestTestClient
class SampleApplicationTests {

    @TempDir
    private static Path bundles;

    @Autowired
    private RestTestClient client;

    @Autowired
    private Filter filter;

    @Autowired
    private FilteredPicture picture;

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

    @BeforeEach
    void serveSepia() {
        this.bundle.install(Build.SEPIA);
        this.runtime.reloadBundle("filters");
    }

    /** Both are on the class path. */
    @Test
    void backendIsTheFastestUnlessTheBuildSaysOtherwise() {
        String fastest = (Runtime.version().feature() >= 25) ? "ffm" : "jna";
        assertThat(this.runtime.backend()).isEqualTo(System.getProperty("polyplug.test.backend", fastest));
    }

    @Test
    void injectedFilterChangesPixelsAsItsNativeCodeSays() {
        byte[] frame = MovingPicture.frame(2);
        assertThat(this.filter.apply(frame, MovingPicture.WIDTH, MovingPicture.HEIGHT)).isEqualTo(sepia(frame));
    }

    @Test
    void servedFrameIsTheFilteredPicture() throws IOException {
        byte[] unfiltered = MovingPicture.frame(2);
        byte[] served = pixels(frame(2000));
        assertThat(difference(served, sepia(unfiltered))).isLessThan(3);
        assertThat(difference(served, unfiltered)).isGreaterThan(20);
    }

    @Test
    void everyBuildShowsAnotherPicture() throws IOException {
        byte[] sepia = pixels(frame(2000));
        install(Build.EDGES);
        change("reloaded", HttpStatus.OK);
        byte[] edges = pixels(frame(2000));
        install(Build.WAVES);
        change("reloaded", HttpStatus.OK);
        byte[] waves = pixels(frame(2000));
        assertThat(difference(sepia, edges)).isGreaterThan(20);
        assertThat(difference(edges, waves)).isGreaterThan(20);
        assertThat(difference(waves, sepia)).isGreaterThan(20);
    }

    @Test
    void fasterBuildOfEdgesShowsTheSamePicture() {
        byte[] frame = MovingPicture.frame(2);
        install(Build.EDGES);
        change("reloaded", HttpStatus.OK);
        byte[] edges = this.filter.apply(frame, MovingPicture.WIDTH, MovingPicture.HEIGHT);
        install(Build.FASTER_EDGES);
        assertThat(change("reloaded", HttpStatus.OK)).contains("\"version\":\"1.1.1\"");
        assertThat(this.filter.apply(frame, MovingPicture.WIDTH, MovingPicture.HEIGHT)).isEqualTo(edges);
    }

    @Test
    void noFrameFailsWhileTheBundleIsReplaced() {
        long failedBefore = this.picture.frames().failed();
        try (Viewer viewer = new Viewer(this.port)) {
            for (int round = 0; round < 5; round++) {
                swapTo(viewer, Build.EDGES, new FilterName(FilterBundle.BUNDLE, "Edges", "1.1.0"));
                swapTo(viewer, Build.WAVES, new FilterName(FilterBundle.BUNDLE, "Waves", "1.2.0"));
                swapTo(viewer, Build.SEPIA, new FilterName(FilterBundle.BUNDLE, "Sepia", "1.0.0"));
            }
        }
        assertThat(this.picture.frames().failed()).isEqualTo(failedBefore);
    }

    private void swapTo(Viewer viewer, Build build, FilterName expected) {
        viewer.awaitMoreFrames();
        install(build);
        assertThat(change("reloaded", HttpStatus.OK)).contains("\"version\":\"" + expected.version() + "\"");
        assertThat(served()).isEqualTo(expected);
    }

    @Test
    void overwritingTheLibraryChangesNothingUntilItIsReloaded() {
        try (Viewer viewer = new Viewer(this.port)) {
            install(Build.EDGES);
            viewer.awaitMoreFrames();
            assertThat(served()).isEqualTo(new FilterName(FilterBundle.BUNDLE, "Sepia", "1.0.0"));
        }
    }

    @Test
    void brokenBuildIsRefusedAndThePictureGoesOn() {
        try (Viewer viewer = new Viewer(this.port)) {
            install(Build.BROKEN);
            assertThat(change("reloaded", HttpStatus.CONFLICT)).contains("\"outcome\":\"failed\"",
                    "this build of the filter is broken on purpose", "\"serving\":{\"version\":\"1.0.0\"");
            viewer.awaitMoreFrames();
        }
        assertThat(served()).isEqualTo(new FilterName(FilterBundle.BUNDLE, "Sepia", "1.0.0"));
        assertThat(text("/log")).contains("\"phase\":\"Failed\"");
    }

    @Test
    void rollbackBringsBackWhatRanBefore() {
        install(Build.EDGES);
        change("reloaded", HttpStatus.OK);
        install(Build.BROKEN);
        change("reloaded", HttpStatus.CONFLICT);
        assertThat(change("rolled-back", HttpStatus.OK)).contains("\"version\":\"1.0.0\"");
        assertThat(served()).isEqualTo(new FilterName(FilterBundle.BUNDLE, "Sepia", "1.0.0"));
    }

    @Test
    void frameWithoutAFilterFailsAndIsCounted() {
        long failedBefore = this.picture.frames().failed();
        this.runtime.unloadBundle("filters");
        try {
            this.client.get()
                .uri("/frame.jpg?milliseconds=0")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
            assertThat(this.picture.frames().failed()).isEqualTo(failedBefore + 1);
        }
        finally {
            this.runtime.loadBundle(this.bundle.folder());
        }
    }

    /** The contract says in its api.toml that a picture may be filtered twice. */
    @Test
    void shadowFiltersEachFrameOnceMoreAndTellsWhetherItDiffers() {
        assertThat(shadow(Build.EDGES)).contains("\"comparisons\":{\"equal\":0,\"different\":2,");
        assertThat(shadow(Build.SEPIA)).contains("\"comparisons\":{\"equal\":2,\"different\":0}");
    }

    private String shadow(Build build) {
        install(build);
        change(Map.of("state", "shadow", "weight", 1000), HttpStatus.OK);
        byte[] frame = MovingPicture.frame(2);
        for (int call = 0; call < 2; call++) {
            assertThat(this.filter.apply(frame, MovingPicture.WIDTH, MovingPicture.HEIGHT)).isEqualTo(sepia(frame));
        }
        return change("abandoned", HttpStatus.OK);
    }

    private void install(Build build) {
        this.client.post().uri("/builds/" + build).exchange().expectStatus().isNoContent();
    }

    private String change(String state, HttpStatus expected) {
        return change(Map.of("state", state), expected);
    }

    private String change(Map<String, ?> request, HttpStatus expected) {
        return text(this.client.post()
            .uri("/actuator/polyplug/filters")
            .body(request)
            .exchange()
            .expectStatus()
            .isEqualTo(expected)
            .expectBody());
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

    private byte[] frame(int milliseconds) {
        byte[] jpeg = this.client.get()
            .uri("/frame.jpg?milliseconds=" + milliseconds)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .returnResult()
            .getResponseBodyContent();
        assertThat(jpeg).isNotNull();
        return jpeg;
    }

    private String text(String uri) {
        return text(this.client.get().uri(uri).exchange().expectStatus().isOk().expectBody());
    }

    private static String text(BodyContentSpec body) {
        byte[] content = body.returnResult().getResponseBodyContent();
        assertThat(content).isNotNull();
        return new String(content, StandardCharsets.UTF_8);
    }

    private static byte[] pixels(byte[] jpeg) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(image.getWidth()).isEqualTo(MovingPicture.WIDTH);
        assertThat(image.getHeight()).isEqualTo(MovingPicture.HEIGHT);
        byte[] rgba = new byte[MovingPicture.WIDTH * MovingPicture.HEIGHT * 4];
        int at = 0;
        for (int rgb : image.getRGB(0, 0, MovingPicture.WIDTH, MovingPicture.HEIGHT, null, 0, MovingPicture.WIDTH)) {
            rgba[at++] = (byte) (rgb >> 16);
            rgba[at++] = (byte) (rgb >> 8);
            rgba[at++] = (byte) rgb;
            rgba[at++] = (byte) 255;
        }
        return rgba;
    }

    /** The mean difference of two pictures' bytes. */
    private static double difference(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
        }
        return (double) sum / one.length;
    }

    /** What the native code of the build Sepia does, in Java. */
    private static byte[] sepia(byte[] rgba) {
        byte[] toned = rgba.clone();
        for (int i = 0; i < rgba.length; i += 4) {
            int light = (77 * (rgba[i] & 0xff) + 150 * (rgba[i + 1] & 0xff) + 29 * (rgba[i + 2] & 0xff)) >> 8;
            toned[i] = (byte) Math.min(255, light * 9 / 8 + 16);
            toned[i + 1] = (byte) Math.min(255, light * 7 / 8 + 10);
            toned[i + 2] = (byte) (light * 5 / 8);
        }
        return toned;
    }

}
