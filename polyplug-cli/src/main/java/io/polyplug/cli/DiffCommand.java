package io.polyplug.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.polyplug.codegen.diff.ApiDiff;
import io.polyplug.codegen.diff.Difference;

/**
 * Compares two apis.
 */
@Command(name = "diff", mixinStandardHelpOptions = true,
        description = { "Tell what differs between two apis, and whom it breaks.",
                "Ends with 1 if something breaks callers or guests that were built with the earlier one." })
@SuppressWarnings("NullAway.Init")
final class DiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<before>", description = "The earlier api.")
    private Path before;

    @Parameters(index = "1", paramLabel = "<after>", description = "The later api.")
    private Path after;

    @Option(names = "--fail-on-breaking", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "Whether to end with 1 if something breaks. Default: yes.")
    private boolean failOnBreaking;

    @Override
    public Integer call() throws IOException {
        List<Difference> differences = ApiDiff.between(ApiOption.read(this.spec, this.before),
                ApiOption.read(this.spec, this.after));
        PrintWriter out = this.spec.commandLine().getOut();
        differences.forEach(out::println);
        boolean breaks = this.failOnBreaking && differences.stream().anyMatch(Difference::isBreaking);
        return breaks ? ExitCode.SOFTWARE : ExitCode.OK;
    }

}
