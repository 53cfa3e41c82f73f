package io.polyplug.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.polyplug.PolyplugRuntime;

/**
 * Whoever runs bundle {@code measured}: runtimes, bare hosts and the library for JNI,
 * each made at first request. Belongs to one thread.
 */
final class Hosts implements AutoCloseable {

    private final Stage stage = new Stage();

    private final Map<Way, PolyplugRuntime> runtimes = new EnumMap<>(Way.class);

    private @Nullable RawHost raw;

    private @Nullable JnaHost bareJna;

    private @Nullable Measured java;

    /** Returns the contract by a way that has Java objects for it. */
    Measured measured(Way way) {
        return switch (way) {
            case PROXY, PROXY_JNA -> runtime(way).contract(Measured.class);
            case JNI -> Optional.ofNullable(this.java).orElseGet(this::loadJni);
            case JAVA -> new JavaCalls();
            case RAW, CONFINED, JNA -> throw new IllegalArgumentException(way + " has no Java object");
        };
    }

    PolyplugRuntime runtime(Way way) {
        return this.runtimes.computeIfAbsent(way, (key) -> this.stage.runtime((key == Way.PROXY_JNA) ? "jna" : "ffm"));
    }

    private Measured loadJni() {
        JniCalls calls = JniCalls.load(this.stage.jniLibrary());
        this.java = calls;
        return calls;
    }

    /** Returns a function of the bundle as the bare hosts see it. */
    Bound bound(Way way, int function) {
        return new Bound((way == Way.JNA) ? bareJna().function(function) : raw().function(function));
    }

    private RawHost raw() {
        RawHost host = Optional.ofNullable(this.raw).orElseGet(() -> new RawHost(this.stage.library("raw")));
        this.raw = host;
        return host;
    }

    private JnaHost bareJna() {
        JnaHost host = Optional.ofNullable(this.bareJna).orElseGet(() -> new JnaHost(this.stage.library("bare-jna")));
        this.bareJna = host;
        return host;
    }

    @Override
    public void close() {
        this.runtimes.values().forEach(PolyplugRuntime::close);
        this.stage.close();
    }

}
