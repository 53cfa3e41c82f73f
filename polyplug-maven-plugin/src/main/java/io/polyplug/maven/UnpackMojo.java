package io.polyplug.maven;

import java.io.File;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

import io.polyplug.archive.BundleArchive;

/**
 * Unpacks the archive of a bundle. Needs no Maven project.
 */
@Mojo(name = "unpack", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class UnpackMojo extends AbstractMojo {

    /**
     * The archive, a file whose name ends with <code>.ppb</code>.
     */
    @Parameter(property = "polyplug.archive", required = true)
    private File archive;

    /**
     * The folder of the bundle, which is made. It may be there already if it is empty.
     */
    @Parameter(property = "polyplug.directory", required = true)
    private File directory;

    /**
     * Made by Maven.
     */
    public UnpackMojo() {
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        new BuildLog(getLog()).guard(() -> BundleArchive.unpack(this.archive.toPath(), this.directory.toPath()));
        getLog().info("Unpacked " + this.directory);
    }

}
