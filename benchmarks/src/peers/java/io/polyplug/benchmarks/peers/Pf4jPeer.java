package io.polyplug.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;

import org.pf4j.JarPluginManager;
import org.pf4j.PluginManager;

/**
 * A PF4J plugin that is unloaded, whereupon the other version is loaded and started. PF4J
 * loads no two plugins of one id; meanwhile callers go on with the extension that they
 * have, whose class loader is closed.
 */
final class Pf4jPeer implements Peer, Calculator {

    private final Versions<Path> jars;

    private final PluginManager manager;

    private volatile Calculator extension;

    Pf4jPeer(Path folder) throws IOException {
        this.jars = Versions
            .of((version) -> PluginJar.write(folder.resolve("calculator" + version.suffix() + ".jar"), version));
        this.manager = new JarPluginManager(folder.resolve("plugins"));
        this.extension = load(Version.HELLO);
    }

    private Calculator load(Version version) {
        String id = this.manager.loadPlugin(this.jars.of(version));
        this.manager.startPlugin(id);
        return this.manager.getExtensions(Calculator.class, id).get(0);
    }

    @Override
    public Calculator caller(int caller) {
        return this;
    }

    @Override
    public long add(int a, long b) {
        return this.extension.add(a, b);
    }

    @Override
    public String greet(String name) {
        return this.extension.greet(name);
    }

    @Override
    public void replace(Version version) {
        this.manager.unloadPlugin(PluginJar.ID);
        this.extension = load(version);
    }

    @Override
    public void close() {
        this.manager.unloadPlugins();
    }

}
