package io.polyplug.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that is started anew, in the form of go-plugin: the next one says its
 * handshake, then calls go there, then the one before is told to end.
 */
final class ProcessPeer implements Peer, Calculator {

    private final Versions<Path> programs;

    private volatile Child child;

    ProcessPeer(Path folder) throws IOException {
        this.programs = NativeCode.copyTo(folder, "/programs/child%s");
        this.child = start(Version.HELLO);
    }

    private Child start(Version version) throws IOException {
        return Child.start(this.programs.of(version));
    }

    @Override
    public Calculator caller(int caller) {
        return this;
    }

    @Override
    public long add(int a, long b) {
        return this.child.add(a, b);
    }

    @Override
    public String greet(String name) {
        return this.child.greet(name);
    }

    @Override
    public void replace(Version version) throws IOException {
        Child former = this.child;
        this.child = start(version);
        former.end();
    }

    @Override
    public void close() throws IOException {
        this.child.end();
    }

}
