package io.polyplug.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

import io.polyplug.codegen.bundle.BundleValidation;
import io.polyplug.codegen.bundle.JudgedBundle;
import io.polyplug.inspection.Problem;
import io.polyplug.inspection.Severity;
import io.polyplug.signing.VerifyingKey;

/**
 * Judges bundles as a runtime would, and fails the build with every problem at once. A
 * bundle without errors is opened at the end, and its initialisation runs in the process
 * of Maven: code of the bundle. Needs no Maven project.
 */
@Mojo(name = "validate", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class ValidateMojo extends AbstractMojo {

    /**
     * The folders or archives of the bundles. Those that are named together find each
     * other.
     */
    @Parameter(property = "polyplug.bundles", required = true)
    private List<File> bundles;

    /**
     * The files of the verifying keys that are trusted. With one, each bundle has to be
     * signed.
     */
    @Parameter(property = "polyplug.keys")
    private @Nullable List<File> keys;

    /**
     * Whether bundles are opened, so that their code runs.
     */
    @Parameter(property = "polyplug.opening", defaultValue = "true")
    private boolean opening;

    /**
     * Whether to do nothing.
     */
    @Parameter(property = "polyplug.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Made by Maven.
     */
    public ValidateMojo() {
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (this.skip) {
            getLog().info("Nothing is validated, for polyplug.skip is set");
            return;
        }
        new BuildLog(getLog()).guard(() -> {
            List<VerifyingKey> trusted = new ArrayList<>();
            for (File key : (this.keys != null) ? this.keys : List.<File>of()) {
                trusted.add(VerifyingKey.read(key.toPath()));
            }
            BundleValidation validation = BundleValidation.of(trusted);
            List<Path> folders = this.bundles.stream().map(File::toPath).toList();
            tell((this.opening ? validation : validation.withoutOpening()).judge(folders));
        });
    }

    private void tell(List<JudgedBundle> judged) throws MojoFailureException {
        List<String> errors = new ArrayList<>();
        for (JudgedBundle bundle : judged) {
            for (Problem problem : bundle.inspection().problems()) {
                if (problem.severity() == Severity.ERROR) {
                    errors.add(problem.toString());
                }
                else {
                    getLog().warn(problem.toString());
                }
            }
            if (!bundle.inspection().isRefused()) {
                getLog().info(bundle.inspection().folder() + " is good"
                        + (bundle.report().isPresent() ? "" : " as far as that can be told without opening it"));
            }
        }
        if (!errors.isEmpty()) {
            throw new MojoFailureException("A runtime would refuse bundles:\n" + String.join("\n", errors));
        }
    }

}
