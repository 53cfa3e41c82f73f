package io.polyplug.benchmarks.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.graalvm.polyglot.Engine;

/**
 * A script, with a context for each caller, for a context belongs to one thread at a
 * time. All have one engine. Callers close the contexts that they had; those that nobody
 * has taken, whoever replaces closes.
 */
final class GraalJsPeer implements Peer {

    private final Engine engine = Engine.newBuilder("js").build();

    private final List<Calculator> callers;

    private volatile Script current;

    private long number;

    GraalJsPeer(Path folder) {
        this.current = new Script(this.engine, Version.HELLO, this.number);
        this.callers = IntStream.range(0, CALLERS)
            .<Calculator>mapToObj((caller) -> new ScriptCaller(() -> this.current, caller))
            .toList();
    }

    @Override
    public Calculator caller(int caller) {
        return this.callers.get(caller);
    }

    @Override
    public void replace(Version version) {
        Script former = this.current;
        this.number++;
        this.current = new Script(this.engine, version, this.number);
        former.close();
    }

    @Override
    public void close() {
        this.current.close();
        this.engine.close(true);
    }

}
