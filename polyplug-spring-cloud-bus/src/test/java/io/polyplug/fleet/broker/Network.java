package io.polyplug.fleet.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between an instance and its broker. While it is cut nothing is carried and
 * nobody is told, as when a cable is pulled: connections seem to stand, and what was sent
 * arrives when it is healed, unless its sender has given up by then.
 */
final class Network implements AutoCloseable {

    private static final int PIECE = 8192;

    private final ServerSocket entrance;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private int exit;

    private boolean cut;

    Network() {
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    int port() {
        return this.entrance.getLocalPort();
    }

    /** Has the network lead to a port of this machine from now on. */
    void leadTo(int port) {
        this.exit = port;
        start(() -> {
            while (true) {
                connect(this.entrance.accept());
            }
        });
    }

    private void connect(Socket inside) throws IOException {
        Socket outside = new Socket(InetAddress.getLoopbackAddress(), this.exit);
        this.sockets.add(inside);
        this.sockets.add(outside);
        start(() -> carry(inside, outside));
        start(() -> carry(outside, inside));
    }

    private void carry(Socket from, Socket to) throws IOException {
        try (from; to) {
            InputStream source = from.getInputStream();
            OutputStream target = to.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int count = source.read(piece); count >= 0; count = source.read(piece)) {
                awaitWhole();
                target.write(piece, 0, count);
            }
            awaitWhole();
        }
        finally {
            this.sockets.remove(from);
            this.sockets.remove(to);
        }
    }

    private synchronized void awaitWhole() throws IOException {
        try {
            while (this.cut) {
                wait();
            }
        }
        catch (InterruptedException ex) {
            throw new IOException(ex);
        }
    }

    synchronized void cut() {
        this.cut = true;
    }

    synchronized void heal() {
        this.cut = false;
        notifyAll();
    }

    @Override
    public void close() {
        try {
            this.entrance.close();
            for (Socket each : this.sockets) {
                each.close();
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        heal();
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            }
            catch (IOException ex) {
                // One of the two has closed the connection, or the test is over.
            }
        }, "network");
        thread.setDaemon(true);
        thread.start();
    }

    /** What a thread does until a socket is closed. */
    private interface Work {

        void run() throws IOException;

    }

}
