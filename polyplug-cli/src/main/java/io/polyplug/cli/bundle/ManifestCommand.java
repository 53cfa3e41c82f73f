package io.polyplug.cli.bundle;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.bundle.ContractPromise;
import io.polyplug.codegen.bundle.ManifestCompletion;
import io.polyplug.codegen.bundle.ManifestSettings;
import io.polyplug.codegen.toml.ApiFile;
import io.polyplug.contract.Version;

/**
 * Writes what a manifest lacks.
 */
@Command(name = "manifest", mixinStandardHelpOptions = true,
        description = {
                "Write the manifest of libraries that are built, or what it lacks: what is there stays as it is.",
                "What cannot be known becomes a comment in it, and is told." })
@SuppressWarnings("NullAway.Init")
public final class ManifestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--name", paramLabel = "<name>", description = "The bundle's name. Default: that of the library.")
    private @Nullable String name;

    @Option(names = "--bundle-version", paramLabel = "<version>", description = "The bundle's version.")
    private @Nullable String version;

    @Option(names = "--api", paramLabel = "<file>", description = "The api whose guest contracts it implements.")
    private @Nullable Path api;

    @Option(names = "--contract", paramLabel = "<contract>@<version>", split = ",",
            description = "A contract that it implements. With an api, only those named are taken from it.")
    private @Nullable List<String> contracts;

    @Option(names = "--by-running", description = "Run the library, and see which contracts it registers.")
    private boolean byRunning;

    @Option(names = "--into", paramLabel = "<folder>",
            description = "The bundle's folder. Default: that of the first library.")
    private @Nullable Path folder;

    @Parameters(arity = "1..*", paramLabel = "<library>", description = "The library for each platform.")
    private List<Path> libraries;

    /**
     * Made by picocli.
     */
    public ManifestCommand() {
    }

    @Override
    public Integer call() throws IOException {
        if (this.byRunning && (this.api != null || this.contracts != null)) {
            throw new ParameterException(this.spec.commandLine(),
                    "Either the library tells its contracts, or --api and --contract do");
        }
        Path place = (this.folder != null) ? this.folder : this.libraries.get(0).resolveSibling("");
        ManifestSettings settings = new ManifestSettings(Optional.ofNullable(this.name),
                Optional.ofNullable(this.version).map(Version::parse), promises());
        ManifestCompletion completion = ManifestCompletion.of(place, this.libraries, settings);
        if (this.byRunning) {
            completion = completion.byRunning();
        }
        PrintWriter out = this.spec.commandLine().getOut();
        out.println(
                completion.write() ? completion.file() + " was written" : completion.file() + " has all that is known");
        completion.remarks().forEach((remark) -> out.println(remark + "."));
        return ExitCode.OK;
    }

    private List<ContractPromise> promises() throws IOException {
        List<Contract> declared = (this.api == null) ? List.of()
                : ApiFile.read(this.api, (problem) -> this.spec.commandLine().getErr().println("warning: " + problem))
                    .guestContracts();
        return ContractPromise.of((this.contracts != null) ? this.contracts : List.of(), declared);
    }

}
