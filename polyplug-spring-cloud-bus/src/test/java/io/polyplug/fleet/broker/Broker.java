package io.polyplug.fleet.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

/**
 * A real broker in a process of its own, and what an application needs to find it.
 */
interface Broker extends AutoCloseable {

    /** How long a broker may take to start on a busy machine. */
    Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Returns the properties of an application.
     * @param network whether it finds the broker at the other end of the network
     */
    List<String> properties(boolean network);

    @Override
    void close();

    /**
     * RabbitMQ as Debian has it.
     *
     * @param server the broker
     * @param names Erlang's directory of nodes
     * @param port where it listens
     * @param network leads there as well
     */
    record Rabbit(ChildProcess server, ChildProcess names, int port, Network network) implements Broker {

        static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

        static Rabbit start(Path folder, Network network) {
            int port = freePort();
            network.leadTo(port);
            int namesPort = freePort();
            Map<String, String> environment = Map.ofEntries(Map.entry("HOME", folder.toString()),
                    Map.entry("RABBITMQ_NODENAME", "polyplug" + port + "@localhost"),
                    Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                    Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                    Map.entry("RABBITMQ_DIST_PORT", Integer.toString(freePort())),
                    Map.entry("ERL_EPMD_PORT", Integer.toString(namesPort)), Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                    Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
                    Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                    Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
                    Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("none").toString()),
                    Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString()));
            ChildProcess names = ChildProcess.start(folder.resolve("epmd.txt"), environment, List.of("epmd"));
            ChildProcess server = ChildProcess.start(folder.resolve("rabbitmq.txt"), environment,
                    List.of(PROGRAM.toString()));
            return awaitStart(new Rabbit(server, names, port, network), server, port);
        }

        @Override
        public List<String> properties(boolean network) {
            return List.of("spring.cloud.stream.default-binder=rabbit", "spring.rabbitmq.host=localhost",
                    "spring.rabbitmq.port=" + (network ? this.network.port() : this.port));
        }

        @Override
        public void close() {
            this.server.close();
            this.names.close();
        }

    }

    /**
     * Kafka as it is published, by its own main class. It tells each client where to find
     * it, and those that come over the network that they find it there.
     *
     * @param server the broker
     * @param port where it listens
     * @param network leads to it as well
     */
    record Kafka(ChildProcess server, int port, Network network) implements Broker {

        static Kafka start(Path folder, Network network) {
            int port = freePort();
            int networkPort = freePort();
            network.leadTo(networkPort);
            int controller = freePort();
            Path settings = folder.resolve("server.properties");
            write(settings, """
                    process.roles=broker,controller
                    node.id=1
                    controller.quorum.voters=1@localhost:%2$d
                    listeners=PLAINTEXT://localhost:%1$d,NETWORK://localhost:%4$d,CONTROLLER://localhost:%2$d
                    advertised.listeners=PLAINTEXT://localhost:%1$d,NETWORK://localhost:%5$d
                    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,NETWORK:PLAINTEXT,CONTROLLER:PLAINTEXT
                    controller.listener.names=CONTROLLER
                    log.dirs=%3$s
                    offsets.topic.replication.factor=1
                    offsets.topic.num.partitions=1
                    group.initial.rebalance.delay.ms=0
                    log.cleaner.dedupe.buffer.size=4194304
                    """.formatted(port, controller, folder.resolve("data").toString(), networkPort, network.port()));
            Path output = folder.resolve("kafka.txt");
            ChildProcess format = ChildProcess.java(output, "kafka.tools.StorageTool",
                    List.of("format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", settings.toString()));
            if (format.await() != 0) {
                throw new IllegalStateException("Kafka cannot format its folder: " + format.told());
            }
            ChildProcess server = ChildProcess.java(output, "kafka.Kafka", List.of(settings.toString()));
            return awaitStart(new Kafka(server, port, network), server, port);
        }

        private static void write(Path file, String text) {
            try {
                Files.writeString(file, text);
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        @Override
        public List<String> properties(boolean network) {
            return List.of("spring.cloud.stream.default-binder=kafka",
                    "spring.cloud.stream.kafka.binder.brokers=localhost:"
                            + (network ? this.network.port() : this.port));
        }

        @Override
        public void close() {
            this.server.close();
        }

    }

    private static <T extends Broker> T awaitStart(T broker, ChildProcess server, int port) {
        try {
            Awaitility.await("the start of a broker")
                .atMost(PATIENCE)
                .failFast("it ended", () -> !server.process().isAlive())
                .until(() -> listens(port));
            return broker;
        }
        catch (RuntimeException ex) {
            broker.close();
            throw new IllegalStateException("The broker does not start: " + server.told(), ex);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        }
        catch (IOException ex) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
