package io.polyplug.benchmarks.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;

/**
 * What {@link EndivePeer} is, with the module compiled to Java bytecode; by Endive's
 * predecessor.
 */
final class ChicoryPeer implements Peer {

    private volatile List<Calculator> instances = List.of();

    ChicoryPeer(Path folder) {
        replace(Version.HELLO);
    }

    @Override
    public Calculator caller(int caller) {
        return Calculators.current(() -> this.instances.get(caller));
    }

    @Override
    public void replace(Version version) {
        WasmModule module = Parser.parse(WasmCode.of(version));
        Function<Instance, Machine> compiled = MachineFactoryCompiler.compile(module);
        this.instances = Stream
            .generate(() -> calculator(Instance.builder(module).withMachineFactory(compiled).build()))
            .limit(CALLERS)
            .toList();
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
