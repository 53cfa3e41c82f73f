package io.polyplug.sources;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.source.BundleSources;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Bundles from the registry that others run: {@code docker-registry}, as Debian has it.
 */
class DockerRegistryTests {

    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    @TempDir
    private Path directory;

    private int port;

    private Process registry;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM),
                "there is no " + PROGRAM + "; the Debian package docker-registry brings it");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Path settings = Files.writeString(this.directory.resolve("registry.yml"), """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                  secret: test
                """.formatted(this.directory.resolve("registry"), this.port));
        this.registry = new ProcessBuilder(PROGRAM.toString(), "serve", settings.toString()).redirectErrorStream(true)
            .redirectOutput(this.directory.resolve("registry.log").toFile())
            .start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
            return socket.isConnected();
        }
        catch (IOException ex) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        if (this.registry != null) {
            this.registry.destroy();
        }
    }

    @Test
    void bundleIsFetchedByTagAndByDigest() {
        byte[] first = Archives.version(1);
        OciPush push = new OciPush("localhost:" + this.port, "plugins/reload");
        String digest = push.push("1.0", first);
        from(":1.0").run((context) -> {
            Reload reload = context.getBean(Reload.class);
            assertThat(reload.answer()).isEqualTo(100);
            push.push("1.0", Archives.version(2));
            context.getBean(PolyplugRuntime.class).reloadBundle(context.getBean(BundleSources.class).fetch("reload"));
            assertThat(reload.answer()).isEqualTo(200);
        });
        from(":1.0@" + digest).run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(SourceRunner.analysis(from(":2.0")).getDescription()).contains("404 (not found)");
    }

    /** With the command that docs/sources.md shows. */
    @Test
    void bundleThatOrasPushedIsFetched() throws Exception {
        assumeTrue(isOnPath("oras"), "there is no oras on the PATH; its module for Go is oras.land/oras/cmd/oras");
        Files.write(this.directory.resolve("greeter.ppb"), Archives.version(1));
        Process oras = new ProcessBuilder("oras", "push", "--plain-http",
                "localhost:" + this.port + "/plugins/reload:1.0.0", "greeter.ppb:application/vnd.polyplug.bundle")
            .directory(this.directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(this.directory.resolve("oras.log").toFile())
            .start();
        assertThat(oras.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(oras.exitValue()).as(Files.readString(this.directory.resolve("oras.log"))).isZero();
        from(":1.0.0").run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
    }

    private ApplicationContextRunner from(String reference) {
        return SourceRunner.runner(this.directory.resolve("sources"))
            .withPropertyValues(
                    "polyplug.bundles.reload.source=oci:localhost:" + this.port + "/plugins/reload" + reference,
                    "polyplug.sources.oci.registries.local.host=localhost:" + this.port,
                    "polyplug.sources.oci.registries.local.insecure=true");
    }

}
