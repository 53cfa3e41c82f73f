package io.polyplug.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.archive.BundleArchive;
import io.polyplug.SignaturePolicy;
import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.toml.ApiFile;
import io.polyplug.error.PolyplugException;
import io.polyplug.signing.VerifyingKey;

/**
 * Loads bundles, and tells what they provide or calls one of their functions.
 */
@Command(name = "run", mixinStandardHelpOptions = true, description = {
        "Load bundles, and list what they provide or call a function.", "",
        "Options come first, then folders of bundles, then the function and its arguments:",
        "  polyplug run --api api.toml plugins/greeter demo.Greeter.greet Ada", "",
        "Arguments by type: numbers in decimal or behind 0x; true or false; text as it is; Buffer as text, as hex:0a0b"
                + " or as @file; enums by name; flags as READ,WRITE or none as '';"
                + " records as JSON or as an inline table of TOML. Results are printed likewise." })
@SuppressWarnings("NullAway.Init")
public final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--api", paramLabel = "<file>",
            description = "The api that says what the function takes and returns.")
    private @Nullable Path api;

    @Option(names = "--bundle", paramLabel = "<name>",
            description = "The bundle to call. Default: the first that provides the contract.")
    private @Nullable String bundle;

    @Option(names = "--trust", paramLabel = "<file>", split = ",",
            description = "Verifying keys. Bundles that none of them signed are refused.")
    private @Nullable List<Path> trusted;

    @Option(names = "--backend", paramLabel = "<name>", defaultValue = "auto",
            description = "auto, ffm or jna. Default: ${DEFAULT-VALUE}.")
    private String backend;

    @Option(names = "--work-directory", paramLabel = "<folder>",
            description = "Where the private copies of bundles are. Default: below the temporary folder.")
    private @Nullable Path workDirectory;

    @Option(names = "--watch", description = "Go on: reload a bundle whose folder changes, and call again.")
    private boolean watch;

    @Parameters(arity = "1..*", paramLabel = "<folder>... [<function> <argument>...]",
            description = "Folders or archives of bundles, or folders with such in them; then what to call.")
    private List<String> words;

    /**
     * Made by picocli.
     */
    public RunCommand() {
    }

    @Override
    public Integer call() throws IOException {
        List<Path> folders = this.words.stream().map(Path::of).takeWhile(RunCommand::mayHaveBundles).toList();
        List<String> rest = this.words.subList(folders.size(), this.words.size());
        if (folders.isEmpty()) {
            throw usage("There is no folder or archive " + this.words.get(0) + ". Bundles come first");
        }
        Invocation invocation = rest.isEmpty() ? null : invocation(rest);
        try (FolderWatch changes = this.watch ? FolderWatch.of(folders) : null; PolyplugRuntime runtime = runtime()) {
            runtime.loadBundles(folders);
            show(runtime, invocation);
            while (changes != null && changes.awaitQuietChange()) {
                reload(runtime, changes, invocation);
            }
        }
        return ExitCode.OK;
    }

    private static boolean mayHaveBundles(Path path) {
        return Files.isDirectory(path) || BundleArchive.isArchive(path);
    }

    private Invocation invocation(List<String> rest) throws IOException {
        if (this.api == null) {
            throw usage("What " + rest.get(0) + " takes and returns says an api: add --api <file> before the folders");
        }
        Api contracts = ApiFile.read(this.api, (problem) -> err().println("warning: " + problem));
        return Invocation.of(contracts, rest.get(0), rest.subList(1, rest.size()));
    }

    private ParameterException usage(String text) {
        return new ParameterException(this.spec.commandLine(), text);
    }

    private PolyplugRuntime runtime() throws IOException {
        PolyplugRuntime.Builder builder = PolyplugRuntime.builder().backend(this.backend).hotReload(this.watch);
        if (this.workDirectory != null) {
            builder.workDirectory(this.workDirectory);
        }
        if (this.trusted != null) {
            builder.signaturePolicy(SignaturePolicy.REQUIRED);
            for (Path file : this.trusted) {
                builder.trustedKey(VerifyingKey.read(file).bytes());
            }
        }
        return builder.build();
    }

    private void show(PolyplugRuntime runtime, @Nullable Invocation invocation) {
        PrintWriter out = this.spec.commandLine().getOut();
        if (invocation != null) {
            invocation.call(runtime, this.bundle).ifPresent(out::println);
        }
        else {
            runtime.bundles().forEach((info) -> list(info, out));
        }
        out.flush();
    }

    private static void list(BundleInfo info, PrintWriter out) {
        out.println(info.name() + " " + info.version() + ", generation " + info.generation() + ", " + info.directory()
                + info.signer().map((signer) -> ", signed by " + signer).orElse(""));
        info.contracts()
            .forEach((contract) -> out.println(
                    "  " + contract.name() + " " + contract.version() + ", functions: " + contract.functionCount()));
        info.dependencies()
            .forEach((dependency) -> out
                .println("  needs " + dependency.contractName() + " " + dependency.minimumVersion()));
    }

    /**
     * A failure is told, and the next change is waited for: what served before goes on.
     */
    private void reload(PolyplugRuntime runtime, FolderWatch changes, @Nullable Invocation invocation) {
        for (BundleInfo info : runtime.bundles()) {
            if (!changes.hasChanged(info.directory())) {
                continue;
            }
            try {
                runtime.reloadBundle(info.directory());
                show(runtime, invocation);
            }
            catch (PolyplugException ex) {
                err().println(ex.getMessage());
                err().flush();
            }
        }
    }

    private PrintWriter err() {
        return this.spec.commandLine().getErr();
    }

}
