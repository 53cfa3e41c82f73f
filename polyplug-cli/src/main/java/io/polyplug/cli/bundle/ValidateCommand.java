package io.polyplug.cli.bundle;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.polyplug.codegen.bundle.BundleValidation;
import io.polyplug.codegen.bundle.JudgedBundle;
import io.polyplug.inspection.BundleInspection;
import io.polyplug.signing.VerifyingKey;

/**
 * Judges bundles as a runtime would.
 */
@Command(name = "validate", mixinStandardHelpOptions = true, description = {
        "Judge bundles as a runtime would, and tell every problem at once.",
        "A bundle without errors is opened at the end, and its initialisation runs: code of the bundle. Bundles that"
                + " are named together find each other.",
        "Ends with 1 if a runtime would refuse one." })
@SuppressWarnings("NullAway.Init")
public final class ValidateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--key", paramLabel = "<file>", split = ",",
            description = "The verifying keys that are trusted. With one, each bundle has to be signed.")
    private @Nullable List<Path> keys;

    @Option(names = "--without-opening", description = "Run no code of the bundles.")
    private boolean withoutOpening;

    @Option(names = "--backend", paramLabel = "<name>", defaultValue = "auto",
            description = "auto, ffm or jna. Default: ${DEFAULT-VALUE}.")
    private String backend;

    @Option(names = "--json", description = "Print an array of JSON.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "<bundle>", description = "The folders or archives of the bundles.")
    private List<Path> bundles;

    /**
     * Made by picocli.
     */
    public ValidateCommand() {
    }

    @Override
    public Integer call() throws IOException {
        List<VerifyingKey> trusted = new ArrayList<>();
        for (Path file : (this.keys != null) ? this.keys : List.<Path>of()) {
            trusted.add(VerifyingKey.read(file));
        }
        BundleValidation validation = BundleValidation.of(trusted).withBackend(this.backend);
        List<JudgedBundle> judged = (this.withoutOpening ? validation.withoutOpening() : validation)
            .judge(this.bundles);
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            out.println(Json.of(judged));
        }
        else {
            judged.forEach((bundle) -> tell(bundle, out));
        }
        out.flush();
        return judged.stream().map(JudgedBundle::inspection).anyMatch(BundleInspection::isRefused) ? ExitCode.SOFTWARE
                : ExitCode.OK;
    }

    private void tell(JudgedBundle bundle, PrintWriter out) {
        BundleInspection inspection = bundle.inspection();
        inspection.problems().forEach(this.spec.commandLine().getErr()::println);
        this.spec.commandLine().getErr().flush();
        bundle.report()
            .ifPresent((report) -> out.println(inspection.folder() + " is good: " + report.bundleName() + " "
                    + report.version() + " was opened, and provides "
                    + report.contracts()
                        .stream()
                        .map((contract) -> contract.name() + " " + contract.version() + ", functions: "
                                + contract.functionCount())
                        .toList()));
        if (bundle.report().isEmpty() && !inspection.isRefused()) {
            out.println(inspection.folder() + " is good as far as that can be told without opening it");
        }
    }

}
