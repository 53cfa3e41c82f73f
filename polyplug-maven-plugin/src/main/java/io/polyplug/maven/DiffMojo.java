package io.polyplug.maven;

import java.io.File;
import java.util.List;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

import io.polyplug.codegen.diff.ApiDiff;
import io.polyplug.codegen.diff.Difference;

/**
 * Tells what differs between two apis, and fails the build if callers or guests that were
 * built with the earlier one would break.
 */
@Mojo(name = "diff", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class DiffMojo extends AbstractMojo {

    /**
     * The earlier api, as a rule the one of the last release, kept with the sources.
     */
    @Parameter(property = "polyplug.before", required = true)
    private File before;

    /**
     * The later api.
     */
    @Parameter(property = "polyplug.api", defaultValue = "${project.basedir}/src/main/polyplug/api.toml",
            required = true)
    private File api;

    /**
     * Whether differences that break callers or guests fail the build. If not, they are
     * warnings.
     */
    @Parameter(property = "polyplug.failOnBreaking", defaultValue = "true")
    private boolean failOnBreaking;

    /**
     * Whether to do nothing.
     */
    @Parameter(property = "polyplug.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Made by Maven.
     */
    public DiffMojo() {
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (this.skip) {
            getLog().info("Nothing is compared, for polyplug.skip is set");
            return;
        }
        BuildLog log = new BuildLog(getLog());
        log.guard(() -> judge(ApiDiff.between(log.read(this.before, "before"), log.read(this.api, "api"))));
    }

    private void judge(List<Difference> differences) throws MojoFailureException {
        for (Difference difference : differences) {
            if (!difference.isBreaking()) {
                getLog().info(difference.toString());
            }
            else if (!this.failOnBreaking) {
                getLog().warn(difference.toString());
            }
        }
        List<String> breaking = differences.stream().filter(Difference::isBreaking).map(Difference::toString).toList();
        if (this.failOnBreaking && !breaking.isEmpty()) {
            throw new MojoFailureException(this.api + " breaks who was built with " + this.before
                    + ". Raise the major version of the contract, or take back:\n" + String.join("\n", breaking));
        }
        if (differences.isEmpty()) {
            getLog().info("The apis do not differ");
        }
    }

}
