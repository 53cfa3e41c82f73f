package io.polyplug.cli.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.polyplug.archive.BundleArchive;
import io.polyplug.codegen.bundle.SecretKey;

/**
 * Packs a bundle.
 */
@Command(name = "pack", mixinStandardHelpOptions = true,
        description = { "Pack a bundle into one file, which hosts take wherever they take its folder.",
                "Several folders are one bundle that was built for several platforms." })
@SuppressWarnings("NullAway.Init")
public final class PackCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = { "-o", "--output" }, paramLabel = "<file>", description = "The archive. Default: <name>-<version>"
            + BundleArchive.EXTENSION + " beside the first folder.")
    private @Nullable Path output;

    @Option(names = "--key", paramLabel = "<file>", description = "Sign what is packed with this key.")
    private @Nullable Path key;

    @Parameters(arity = "1..*", paramLabel = "<folder>", description = "The folder of the bundle, one a platform.")
    private List<Path> folders;

    /**
     * Made by picocli.
     */
    public PackCommand() {
    }

    @Override
    public Integer call() throws IOException {
        Path first = this.folders.get(0).toAbsolutePath().normalize();
        Path file = (this.output != null) ? this.output : first.resolveSibling(ManifestName.of(first).fileName());
        for (Path folder : this.folders) {
            if (file.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
                throw new IllegalArgumentException("The archive " + file + " would be in the bundle " + folder
                        + " that it is made of. Put it elsewhere: --output <file>");
            }
        }
        if (this.key != null) {
            BundleArchive.pack(this.folders, file, SecretKey.read(this.key, this.folders));
        }
        else {
            BundleArchive.pack(this.folders, file);
        }
        this.spec.commandLine().getOut().println(file);
        return ExitCode.OK;
    }

}
