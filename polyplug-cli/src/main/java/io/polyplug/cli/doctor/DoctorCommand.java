package io.polyplug.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.polyplug.cli.doctor.Finding.Grade;

/**
 * Examines the machine and the JVM that it runs on.
 */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = { "Tell whether bundles work on this machine and this Java, what will be slow, and why.",
                "Ends with 1 if they do not work." })
@SuppressWarnings("NullAway.Init")
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--backend", paramLabel = "<name>", defaultValue = "auto",
            description = "auto, ffm or jna. Default: ${DEFAULT-VALUE}.")
    private String backend;

    @Option(names = "--work-directory", paramLabel = "<folder>",
            description = "Where private copies of bundles are to be. Default: the temporary folder.")
    private @Nullable Path workDirectory;

    /**
     * Made by picocli.
     */
    public DoctorCommand() {
    }

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(VirtualMachine.examine());
        findings.addAll(NativeSide.examine(this.backend));
        findings.addAll(Folders.examine(this.workDirectory));
        findings.forEach(this.spec.commandLine().getOut()::println);
        boolean works = findings.stream().noneMatch((finding) -> finding.grade() == Grade.FAILS);
        return works ? ExitCode.OK : ExitCode.SOFTWARE;
    }

}
