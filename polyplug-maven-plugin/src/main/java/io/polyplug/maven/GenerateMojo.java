package io.polyplug.maven;

import java.io.File;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.java.JavaSources;

/**
 * Generates Java contract interfaces, records and enums from an {@code api.toml}, and has
 * them compiled with the project. What is there already and would not change is not
 * written again.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class GenerateMojo extends AbstractMojo {

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    /**
     * The api to generate from.
     */
    @Parameter(property = "polyplug.api", defaultValue = "${project.basedir}/src/main/polyplug/api.toml",
            required = true)
    private File api;

    /**
     * The Java package that everything is generated into, such as
     * <code>com.example.contracts</code>.
     */
    @Parameter(property = "polyplug.packageName", required = true)
    private String packageName;

    /**
     * The folder of the generated sources. The build compiles all that is in it.
     */
    @Parameter(property = "polyplug.outputDirectory",
            defaultValue = "${project.build.directory}/generated-sources/polyplug", required = true)
    private File outputDirectory;

    /**
     * Whether to do nothing, not even to compile what was generated before.
     */
    @Parameter(property = "polyplug.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Made by Maven.
     */
    public GenerateMojo() {
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (this.skip) {
            getLog().info("Nothing is generated, for polyplug.skip is set");
            return;
        }
        BuildLog log = new BuildLog(getLog());
        log.guard(() -> {
            checkIsAlone();
            Api contracts = log.read(this.api, "api");
            log.tellWritten("Java sources", this.outputDirectory.toPath(),
                    JavaSources.of(contracts, this.packageName).write(this.outputDirectory.toPath()));
        });
        this.project.addCompileSourceRoot(this.outputDirectory.getPath());
    }

    /** What one execution writes would be deleted by the next. */
    private void checkIsAlone() {
        String key = GenerateMojo.class.getName() + ":" + this.outputDirectory.toPath().toAbsolutePath().normalize();
        String id = this.execution.getExecutionId();
        Object other = this.project.getContextValue(key);
        if (other != null && !other.equals(id)) {
            throw new IllegalArgumentException("The executions '" + other + "' and '" + id + "' both generate into "
                    + this.outputDirectory + ", and each would delete what the other has written. Give one of them "
                    + "another outputDirectory, such as ${project.build.directory}/generated-sources/polyplug-" + id);
        }
        this.project.setContextValue(key, id);
    }

}
