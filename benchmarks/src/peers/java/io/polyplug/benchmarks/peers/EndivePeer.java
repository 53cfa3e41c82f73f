package io.polyplug.benchmarks.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/**
 * A module that is parsed anew, with an instance for each caller, for an instance belongs
 * to one thread. Instances that nobody calls any more are left to the collector.
 */
final class EndivePeer implements Peer {

    private volatile List<Calculator> instances = List.of();

    EndivePeer(Path folder) {
        replace(Version.HELLO);
    }

    @Override
    public Calculator caller(int caller) {
        return Calculators.current(() -> this.instances.get(caller));
    }

    @Override
    public void replace(Version version) {
        WasmModule module = Parser.parse(WasmCode.of(version));
        this.instances = Stream.generate(() -> calculator(Instance.builder(module).build())).limit(CALLERS).toList();
    }

    private static Calculator calculator(Instance instance) {
        ExportFunction add = instance.export("add");
        ExportFunction greet = instance.export("greet");
        return new Calculator() {
            @Override
            public long add(int a, long b) {
                return add.apply(a, b)[0];
            }

            @Override
            public String greet(String name) {
                instance.memory().writeString(WasmCode.NAME, name);
                return instance.memory()
                    .readString(WasmCode.ANSWER, (int) greet.apply(WasmCode.NAME, name.length())[0]);
            }
        };
    }

    @Override
    public void close() {
        this.instances = List.of();
    }

}
