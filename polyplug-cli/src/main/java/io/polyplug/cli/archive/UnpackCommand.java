package io.polyplug.cli.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.polyplug.archive.BundleArchive;

/**
 * Unpacks a bundle.
 */
@Command(name = "unpack", mixinStandardHelpOptions = true, description = "Unpack a bundle into a folder.")
@SuppressWarnings("NullAway.Init")
public final class UnpackCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<archive>", description = "The archive.")
    private Path archive;

    @Parameters(index = "1", arity = "0..1", paramLabel = "<folder>",
            description = "The folder of the bundle, which is made. Default: one of the archive's name beside it.")
    private @Nullable Path folder;

    /**
     * Made by picocli.
     */
    public UnpackCommand() {
    }

    @Override
    public Integer call() throws IOException {
        Path target = (this.folder != null) ? this.folder : beside(this.archive.toAbsolutePath().normalize());
        BundleArchive.unpack(this.archive, target);
        this.spec.commandLine().getOut().println(target);
        return ExitCode.OK;
    }

    private static Path beside(Path archive) {
        String name = archive.getFileName().toString();
        if (!name.endsWith(BundleArchive.EXTENSION)) {
            throw new IllegalArgumentException(archive + " is no archive by its name, which would end with "
                    + BundleArchive.EXTENSION + ". Name the folder to unpack it into, too");
        }
        return archive.resolveSibling(name.substring(0, name.length() - BundleArchive.EXTENSION.length()));
    }

}
