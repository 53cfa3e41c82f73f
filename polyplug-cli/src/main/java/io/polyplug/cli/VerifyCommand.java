package io.polyplug.cli;

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

import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.SignatureException;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.VerifyingKey;

/**
 * Verifies the signatures of bundles.
 */
@Command(name = "verify", mixinStandardHelpOptions = true,
        description = { "Verify the signatures of bundles.",
                "Without a key this proves that a bundle is as its signer left it, and not who that was." })
@SuppressWarnings("NullAway.Init")
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--key", paramLabel = "<file>", split = ",",
            description = "The verifying keys that are trusted, such as verifying.key.")
    private @Nullable List<Path> keys;

    @Parameters(arity = "1..*", paramLabel = "<bundle>", description = "The folders or archives of the bundles.")
    private List<Path> bundles;

    @Override
    public Integer call() throws IOException {
        List<VerifyingKey> trusted = new ArrayList<>();
        for (Path file : (this.keys != null) ? this.keys : List.<Path>of()) {
            trusted.add(VerifyingKey.read(file));
        }
        boolean good = true;
        for (Path bundle : this.bundles) {
            good &= verify(bundle, trusted);
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private boolean verify(Path bundle, List<VerifyingKey> trusted) {
        PrintWriter out = this.spec.commandLine().getOut();
        try {
            BundleSignature signature = BundleSignature.read(bundle);
            if (trusted.isEmpty()) {
                signature.verify();
                out.println(
                        bundle + " is as its signer left it. Whose key this is, only you can know: " + signature.key());
            }
            else {
                signature.verify(trusted);
                out.println(bundle + " is as its signer left it, whose key is trusted: " + signature.key());
            }
            return true;
        }
        catch (SignatureException | BundleArchiveException ex) {
            this.spec.commandLine().getErr().println(ex.getMessage());
            return false;
        }
    }

}
