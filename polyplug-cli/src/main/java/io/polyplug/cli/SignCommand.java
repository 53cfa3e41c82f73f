package io.polyplug.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.polyplug.codegen.bundle.SecretKey;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.SigningKey;

/**
 * Signs bundles.
 */
@Command(name = "sign", mixinStandardHelpOptions = true,
        description = "Sign bundles: write " + BundleSignature.FILE_NAME + " into their folders.")
@SuppressWarnings("NullAway.Init")
final class SignCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--key", paramLabel = "<file>", defaultValue = "signing.key",
            description = "The key to sign with. Default: ${DEFAULT-VALUE}.")
    private Path key;

    @Parameters(arity = "1..*", paramLabel = "<bundle>", description = "The folders of the bundles.")
    private List<Path> bundles;

    @Override
    public Integer call() throws IOException {
        SigningKey signer = SecretKey.read(this.key, this.bundles);
        for (Path bundle : this.bundles) {
            BundleSignature signature = signer.sign(bundle);
            this.spec.commandLine().getOut().println(bundle + " is signed with " + signature.key());
        }
        return ExitCode.OK;
    }

}
