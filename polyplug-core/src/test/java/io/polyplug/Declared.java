package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.polyplug.contract.BundleId;
import io.polyplug.fixtures.NativeFixtures;

/**
 * A folder with a real library of the fixtures, and a manifest that the test writes. What
 * the library registers is its own.
 */
final class Declared {

    private final String name;

    private final String fixture;

    private final Map<String, String> counts = new LinkedHashMap<>();

    private final StringBuilder dependencies = new StringBuilder();

    private String version = "1.0.0";

    private String provides = "";

    private boolean reinit;

    private Declared(String name, String fixture) {
        this.name = name;
        this.fixture = fixture;
    }

    static Declared bundle(String name, String fixture) {
        return new Declared(name, fixture);
    }

    Declared version(String bundleVersion) {
        this.version = bundleVersion;
        return this;
    }

    /** Adds a provided contract, {@code name} or {@code name@version}. */
    Declared provides(String contract) {
        this.provides += (this.provides.isEmpty() ? "" : ", ") + "\"" + contract + "\"";
        return this;
    }

    /** Adds a function count under {@code name@major}. */
    Declared counts(String key, int functions) {
        this.counts.put(key, String.valueOf(functions));
        return this;
    }

    /** Provides a contract with a function count. */
    Declared provides(String contract, String contractVersion, int functions) {
        int dot = contractVersion.indexOf('.');
        return provides(contract + "@" + contractVersion).counts(contract + "@" + contractVersion.substring(0, dot),
                functions);
    }

    Declared needs(String contract, String minVersion) {
        this.dependencies.append("\n[[dependency]]\nkind = \"contract\"\ncontract = \"")
            .append(contract)
            .append("\"\nmin_version = \"")
            .append(minVersion)
            .append("\"\n");
        return this;
    }

    Declared needs(String contract, String minVersion, String bundle) {
        needs(contract, minVersion);
        this.dependencies.append("bundle = \"").append(bundle).append("\"\n");
        return this;
    }

    /** Wants to be reloaded after what it depends on. */
    Declared reinitialized() {
        this.reinit = true;
        return this;
    }

    /** Writes the bundle into a folder, over what is there. */
    Path writeTo(Path folder) {
        NativeFixtures.copyTo(this.fixture, folder);
        StringBuilder text = new StringBuilder("loader = \"native\"\nname = \"" + this.name + "\"\nid = 0x"
                + BundleId.of(this.name) + "\nversion = \"" + this.version + "\"\nfile = \""
                + NativeFixtures.library(folder).getFileName() + "\"\nprovides = [" + this.provides
                + "]\nneeds_reinit_on_dep_reload = " + this.reinit + "\n\n[function_count]\n");
        this.counts.forEach((key, count) -> text.append('"').append(key).append("\" = ").append(count).append('\n'));
        try {
            Files.writeString(folder.resolve("manifest.toml"), text.append(this.dependencies));
            return folder;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
