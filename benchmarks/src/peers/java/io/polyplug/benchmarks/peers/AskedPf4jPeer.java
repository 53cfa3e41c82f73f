package io.polyplug.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The same for callers who keep no extension: they ask the plugin manager each time, as
 * the examples of PF4J do.
 */
final class AskedPf4jPeer implements Peer, Calculator {

    private final Pf4jPeer plugin;

    AskedPf4jPeer(Path folder) throws IOException {
        this.plugin = new Pf4jPeer(folder);
    }

    private Calculator extension() {
        return this.plugin.manager().getExtensions(Calculator.class).get(0);
    }

    @Override
    public Calculator caller(int caller) {
        return this;
    }

    @Override
    public long add(int a, long b) {
        return extension().add(a, b);
    }

    @Override
    public String greet(String name) {
        return extension().greet(name);
    }

    @Override
    public void replace(Version version) {
        this.plugin.replace(version);
    }

    @Override
    public void close() {
        this.plugin.close();
    }

}
