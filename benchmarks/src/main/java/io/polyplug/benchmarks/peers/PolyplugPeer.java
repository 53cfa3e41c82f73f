package io.polyplug.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.fixtures.NativeFixtures;

/** A bundle that is reloaded. */
final class PolyplugPeer implements Peer {

    private final Versions<Path> bundles;

    private final PolyplugRuntime runtime;

    private final Calculator proxy;

    PolyplugPeer(Path folder) throws IOException {
        this.bundles = Versions.of((version) -> {
            String bundle = "measured" + version.suffix();
            return NativeFixtures.copyTo(bundle, folder.resolve(bundle));
        });
        this.runtime = PolyplugRuntime.builder().hotReload(true).workDirectory(folder.resolve("work")).build();
        this.runtime.loadBundle(this.bundles.of(Version.HELLO));
        this.proxy = this.runtime.contract(BundleCalculator.class);
    }

    @Override
    public Calculator caller(int caller) {
        return this.proxy;
    }

    @Override
    public void replace(Version version) {
        this.runtime.reloadBundle(this.bundles.of(version));
    }

    @Override
    public void close() {
        this.runtime.close();
    }

    /** The contract as that of the bundle. */
    @GuestContract(name = "bench.Measured", version = "1.0.0")
    interface BundleCalculator extends Calculator {

        @Override
        @ContractFunction(0)
        long add(int a, long b);

        @Override
        @ContractFunction(1)
        String greet(String name);

    }

}
