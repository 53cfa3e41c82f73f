package io.polyplug.cli;

import java.io.IOException;
import java.nio.file.Path;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.toml.ApiFile;

/**
 * The option of commands that begin with an api.
 */
@SuppressWarnings("NullAway.Init")
final class ApiOption {

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--api", paramLabel = "<file>", defaultValue = "api.toml",
            description = "The api. Default: ${DEFAULT-VALUE}.")
    private Path file;

    /**
     * Reads the api, and prints its warnings.
     */
    Api read() throws IOException {
        return read(this.command, this.file);
    }

    static Api read(CommandSpec command, Path file) throws IOException {
        return ApiFile.read(file, (problem) -> command.commandLine().getErr().println("warning: " + problem));
    }

}
