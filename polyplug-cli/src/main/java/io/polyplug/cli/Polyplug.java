package io.polyplug.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import io.polyplug.cli.archive.PackCommand;
import io.polyplug.cli.archive.UnpackCommand;
import io.polyplug.cli.bundle.InspectCommand;
import io.polyplug.cli.bundle.ManifestCommand;
import io.polyplug.cli.bundle.ValidateCommand;
import io.polyplug.cli.doctor.DoctorCommand;
import io.polyplug.cli.run.RunCommand;

/**
 * The program. It ends with 0 when all is well, with 1 when something was refused or
 * failed, and with 2 when it was not told what to do.
 */
@Command(name = "polyplug", mixinStandardHelpOptions = true, versionProvider = Polyplug.Version.class,
        description = "Native plugins for Java: contracts, bundles, signatures, calls.",
        subcommands = { GenerateCommand.class, ExportApiCommand.class, GuestCommand.class, DiffCommand.class,
                ManifestCommand.class, ValidateCommand.class, InspectCommand.class, PackCommand.class,
                UnpackCommand.class, KeygenCommand.class, SignCommand.class, VerifyCommand.class, RunCommand.class,
                DoctorCommand.class })
@SuppressWarnings("NullAway.Init")
public final class Polyplug implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT,
            description = "Tell where in the program a failure comes from.")
    private boolean stacktrace;

    private Polyplug() {
    }

    /**
     * Runs the program, and ends the process.
     * @param arguments what stands behind the program's name
     */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    private static int execute(String[] arguments) {
        TerminalEncoding encoding = TerminalEncoding.ofThisProcess();
        CommandLine line = commandLine();
        encoding.adapt(line);
        Optional<String> damage = encoding.damageOf(arguments);
        damage.ifPresent(line.getErr()::println);
        return damage.isPresent() ? ExitCode.SOFTWARE : line.execute(arguments);
    }

    /**
     * Returns the program, to be run within this process.
     */
    static CommandLine commandLine() {
        Polyplug program = new Polyplug();
        CommandLine line = new CommandLine(program)
            .setParameterExceptionHandler((refusal, arguments) -> refuse(refusal))
            .setExecutionExceptionHandler(new Failures(() -> program.stacktrace))
            .setExpandAtFiles(false);
        // What stands behind a function's name is the function's, be it -1 or --help;
        // '@file' is, too.
        Objects.requireNonNull(line.getSubcommands().get("run")).setStopAtPositional(true);
        return line;
    }

    /**
     * What is wrong in a line, and where to read on; all of it is help where no command
     * is named.
     */
    private static int refuse(ParameterException refusal) {
        CommandLine line = refusal.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(refusal.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(refusal, err)) {
            if (line.getParent() == null) {
                line.usage(err);
            }
            else {
                err.println("Say '" + line.getCommandSpec().qualifiedName() + " --help' for what there is");
            }
        }
        err.flush();
        return ExitCode.USAGE;
    }

    /**
     * Refuses to run without a command.
     */
    @Override
    public void run() {
        throw new ParameterException(this.spec.commandLine(), "Which command?");
    }

    /**
     * Tells which program this is.
     */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Polyplug.class.getPackage().getImplementationVersion();
            return new String[] { "polyplug " + ((version != null) ? version : "(not from its jar)"),
                    "Java " + Runtime.version() };
        }

    }

}
