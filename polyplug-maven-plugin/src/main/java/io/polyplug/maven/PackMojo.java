package io.polyplug.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.inject.Inject;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

import io.polyplug.archive.BundleArchive;
import io.polyplug.codegen.bundle.SecretKey;

/**
 * Packs a bundle into one file, and attaches it to the project as an artifact of type
 * <code>ppb</code>, which is installed and deployed with it.
 */
@Mojo(name = "pack", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class PackMojo extends AbstractMojo {

    private final MavenProjectHelper projects;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /**
     * The folders of the bundle, one for each platform that it was built for. If none is
     * named, the folder <code>bundle</code> of the project.
     */
    @Parameter(property = "polyplug.folders")
    private @Nullable List<File> folders;

    /**
     * The archive, whose name ends with <code>.ppb</code>.
     */
    @Parameter(property = "polyplug.archive",
            defaultValue = "${project.build.directory}/${project.build.finalName}.ppb", required = true)
    private File archive;

    /**
     * The key to sign with, a file that is in none of the folders. If none is given, the
     * archive has the signature that the folder has.
     */
    @Parameter(property = "polyplug.key")
    private @Nullable File key;

    /**
     * What tells the artifact from others of the project that are bundles.
     */
    @Parameter(property = "polyplug.classifier")
    private @Nullable String classifier;

    /**
     * Whether to do nothing.
     */
    @Parameter(property = "polyplug.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Made by Maven.
     * @param projects attaches artifacts
     */
    @Inject
    public PackMojo(MavenProjectHelper projects) {
        this.projects = projects;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (this.skip) {
            getLog().info("Nothing is packed, for polyplug.skip is set");
            return;
        }
        new BuildLog(getLog()).guard(() -> pack(bundles()));
        this.projects.attachArtifact(this.project, "ppb", this.classifier, this.archive);
    }

    private List<Path> bundles() {
        List<File> named = (this.folders != null && !this.folders.isEmpty()) ? this.folders
                : List.of(new File(this.project.getBasedir(), "bundle"));
        for (File folder : named) {
            if (!folder.isDirectory()) {
                throw new IllegalArgumentException(
                        "There is no folder " + folder + ". Build the bundle there, or set the parameter 'folders'");
            }
        }
        return named.stream().map(File::toPath).toList();
    }

    private void pack(List<Path> bundles) throws IOException {
        Path file = this.archive.toPath();
        for (Path bundle : bundles) {
            if (file.toAbsolutePath().normalize().startsWith(bundle.toAbsolutePath().normalize())) {
                throw new IllegalArgumentException("The archive " + file + " would be in the bundle " + bundle
                        + " that it is made of. Set the parameter 'archive' to another place");
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (this.key != null) {
            BundleArchive.pack(bundles, file, SecretKey.read(this.key.toPath(), bundles));
        }
        else {
            BundleArchive.pack(bundles, file);
        }
        getLog().info("Packed " + file);
    }

}
