package io.polyplug.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.polyplug.signing.SigningKey;

/**
 * Makes a key to sign bundles with.
 */
@Command(name = "keygen", mixinStandardHelpOptions = true,
        description = { "Make a key to sign bundles with: signing.key, which is a secret, and verifying.key.",
                "Prints the key that hosts have to trust, as their settings take it." })
@SuppressWarnings("NullAway.Init")
final class KeygenCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--directory", paramLabel = "<folder>", defaultValue = ".",
            description = "Where the two files go. Default: here.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        Path secret = this.directory.resolve("signing.key");
        Path known = this.directory.resolve("verifying.key");
        for (Path file : List.of(secret, known)) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
        Files.createDirectories(this.directory);
        SigningKey key = SigningKey.generate();
        key.write(secret);
        key.verifyingKey().write(known);
        this.spec.commandLine().getOut().println(key.verifyingKey());
        return ExitCode.OK;
    }

}
