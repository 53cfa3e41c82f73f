package io.polyplug.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.toml.ApiFile;
import io.polyplug.error.PolyplugException;

/**
 * What goals tell a build, in one way. What the author of an api has to put right fails
 * the build; what the machine did not do is an error of the execution.
 */
final class BuildLog {

    private final Log log;

    BuildLog(Log log) {
        this.log = log;
    }

    /**
     * Does a goal's work.
     * @throws MojoFailureException with a line for each problem that the api or a
     * contract has
     * @throws MojoExecutionException if a file cannot be read or written
     */
    void guard(Work work) throws MojoExecutionException, MojoFailureException {
        try {
            work.run();
        }
        catch (ApiException ex) {
            throw new MojoFailureException("The api cannot be used:\n" + ex.getMessage(), ex);
        }
        catch (PolyplugException | IllegalArgumentException ex) {
            throw new MojoFailureException(ex.getMessage(), ex);
        }
        catch (FileSystemException ex) {
            throw new MojoExecutionException(ex.toString(), ex);
        }
        catch (IOException ex) {
            throw new MojoExecutionException(Objects.requireNonNullElse(ex.getMessage(), ex.toString()), ex);
        }
    }

    /**
     * Reads an api, and passes its warnings on.
     */
    Api read(File file, String parameter) throws IOException {
        if (!file.isFile()) {
            throw new IllegalArgumentException(
                    "There is no file " + file + ". Write the api there, or set the parameter '" + parameter + "'");
        }
        return ApiFile.read(file.toPath(), (problem) -> this.log.warn(problem.toString()));
    }

    /**
     * Tells what was written.
     * @param what what there is now, such as {@code Java sources}
     */
    void tellWritten(String what, Path folder, List<Path> changed) {
        this.log.info(what + " in " + folder + ": "
                + (changed.isEmpty() ? "nothing to change" : "files written or deleted: " + changed.size()));
        changed.forEach((file) -> this.log.debug(file.toString()));
    }

    /**
     * What a goal does.
     */
    @FunctionalInterface
    interface Work {

        void run() throws IOException, MojoFailureException;

    }

}
