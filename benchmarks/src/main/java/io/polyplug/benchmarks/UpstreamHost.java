package io.polyplug.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;

/**
 * Upstream's host in a child process, which times its own calls. Belongs to one thread.
 */
final class UpstreamHost implements AutoCloseable {

    private final Process process;

    private final Writer commands;

    private final BufferedReader answers;

    UpstreamHost(Path program, Path bundle) throws IOException {
        this.process = new ProcessBuilder(program.toString(), bundle.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        this.commands = this.process.outputWriter();
        this.answers = this.process.inputReader();
        if (!"ready".equals(this.answers.readLine())) {
            this.process.destroyForcibly();
            throw new IllegalStateException("Upstream's host did not load " + bundle);
        }
    }

    /** Returns a variant that calls a function there. */
    Variant calling(String function) {
        return new Variant("upstream's host", (operations) -> nanos(function, operations));
    }

    private long nanos(String function, long operations) {
        try {
            this.commands.write(function + ' ' + operations + '\n');
            this.commands.flush();
            String answer = this.answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("Upstream's host has ended");
            }
            return Long.parseLong(answer);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        this.process.destroy();
    }

}
