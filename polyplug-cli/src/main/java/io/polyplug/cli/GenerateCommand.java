package io.polyplug.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.polyplug.codegen.java.JavaSources;

/**
 * Generates Java from an api.
 */
@Command(name = "generate", mixinStandardHelpOptions = true,
        description = "Generate Java contract interfaces, records and enums from an api.")
@SuppressWarnings("NullAway.Init")
final class GenerateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ApiOption api;

    @Option(names = "--package", paramLabel = "<name>", required = true,
            description = "The Java package of what is generated.")
    private String packageName;

    @Option(names = "--output", paramLabel = "<folder>", required = true,
            description = "The folder that the package is generated below.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = this.spec.commandLine().getOut();
        JavaSources.of(this.api.read(), this.packageName).write(this.output).forEach(out::println);
        return ExitCode.OK;
    }

}
