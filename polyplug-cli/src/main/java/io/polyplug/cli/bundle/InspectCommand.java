package io.polyplug.cli.bundle;

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

import io.polyplug.inspection.BundleInspection;

/**
 * Tells what is known of bundles.
 */
@Command(name = "inspect", mixinStandardHelpOptions = true,
        description = {
                "Tell what bundles promise, what their libraries need, have, and why they would stay mapped,"
                        + " who signed them, and what is wrong with them. No code of them runs.",
                "Ends with 1 if a runtime would refuse one." })
@SuppressWarnings("NullAway.Init")
public final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print an array of JSON.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "<bundle>", description = "The folders or archives of the bundles.")
    private List<Path> bundles;

    /**
     * Made by picocli.
     */
    public InspectCommand() {
    }

    @Override
    public Integer call() {
        PrintWriter out = this.spec.commandLine().getOut();
        List<BundleInspection> inspections = this.bundles.stream().map(BundleInspection::of).toList();
        if (this.json) {
            out.println(Json.of(inspections));
        }
        else {
            inspections.forEach((inspection) -> {
                InspectionText.of(inspection).forEach(out::println);
                inspection.problems().forEach(out::println);
            });
        }
        out.flush();
        return inspections.stream().anyMatch(BundleInspection::isRefused) ? ExitCode.SOFTWARE : ExitCode.OK;
    }

}
