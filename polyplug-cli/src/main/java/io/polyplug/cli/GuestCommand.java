package io.polyplug.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.polyplug.codegen.guest.GuestLanguage;
import io.polyplug.codegen.guest.GuestProject;
import io.polyplug.codegen.guest.GuestSettings;
import io.polyplug.contract.Version;

/**
 * Begins the project of a bundle, or renews what is generated of it.
 */
@Command(name = "guest", mixinStandardHelpOptions = true,
        description = { "Begin the project of a bundle: everything but the bodies of its functions.",
                "Said again, it renews what is generated and leaves what the author has written." })
@SuppressWarnings("NullAway.Init")
final class GuestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ApiOption api;

    @Option(names = "--language", paramLabel = "<language>", required = true, description = "c, c++, rust, go or zig.")
    private String language;

    @Option(names = "--name", paramLabel = "<name>", required = true, description = "The bundle's name.")
    private String name;

    @Option(names = "--bundle-version", paramLabel = "<version>", defaultValue = "1.0.0",
            description = "The bundle's version. Default: ${DEFAULT-VALUE}.")
    private String version;

    @Option(names = "--provides", paramLabel = "<contract>", split = ",",
            description = "The contracts that it implements. Default: all guest contracts of the api.")
    private @Nullable List<String> provides;

    @Option(names = "--directory", paramLabel = "<folder>",
            description = "The folder of the project. Default: one of the bundle's name.")
    private @Nullable Path directory;

    @Override
    public Integer call() throws IOException {
        GuestSettings settings = new GuestSettings(this.name, Version.parse(this.version),
                (this.provides != null) ? this.provides : List.of(), GuestLanguage.of(this.language));
        Path folder = (this.directory != null) ? this.directory : Path.of(this.name);
        PrintWriter out = this.spec.commandLine().getOut();
        GuestProject.of(this.api.read(), settings).write(folder).forEach(out::println);
        return ExitCode.OK;
    }

}
