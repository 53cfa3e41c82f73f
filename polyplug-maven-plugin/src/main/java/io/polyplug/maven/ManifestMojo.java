package io.polyplug.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.bundle.ContractPromise;
import io.polyplug.codegen.bundle.ManifestCompletion;
import io.polyplug.codegen.bundle.ManifestSettings;
import io.polyplug.contract.Version;

/**
 * Writes the manifest of libraries that are built, or what it lacks: what is there stays
 * as it is. What cannot be known becomes a comment in it, and a warning. Needs no Maven
 * project.
 */
@Mojo(name = "manifest", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class ManifestMojo extends AbstractMojo {

    /**
     * The library for each platform.
     */
    @Parameter(property = "polyplug.libraries", required = true)
    private List<File> libraries;

    /**
     * The name of the bundle. That of the library, if none is given.
     */
    @Parameter(property = "polyplug.bundleName")
    private @Nullable String bundleName;

    /**
     * The version of the bundle.
     */
    @Parameter(property = "polyplug.bundleVersion")
    private @Nullable String bundleVersion;

    /**
     * The api that the bundle implements contracts of.
     */
    @Parameter(property = "polyplug.api")
    private @Nullable File api;

    /**
     * The contracts that the bundle provides, each such as <code>demo.Greeter@1.0</code>.
     * All guest contracts of the api, if none is named.
     */
    @Parameter(property = "polyplug.provides")
    private @Nullable List<String> provides;

    /**
     * Whether to run the library in the process of Maven, and see which contracts it
     * registers.
     */
    @Parameter(property = "polyplug.byRunning", defaultValue = "false")
    private boolean byRunning;

    /**
     * The folder of the bundle. That of the first library, if none is given.
     */
    @Parameter(property = "polyplug.directory")
    private @Nullable File directory;

    /**
     * Made by Maven.
     */
    public ManifestMojo() {
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        BuildLog log = new BuildLog(getLog());
        log.guard(() -> {
            List<Contract> declared = (this.api != null) ? log.read(this.api, "api").guestContracts() : List.of();
            ManifestSettings settings = new ManifestSettings(Optional.ofNullable(this.bundleName),
                    Optional.ofNullable(this.bundleVersion).map(Version::parse),
                    ContractPromise.of((this.provides != null) ? this.provides : List.of(), declared));
            List<Path> files = this.libraries.stream().map(File::toPath).toList();
            Path folder = (this.directory != null) ? this.directory.toPath() : files.get(0).resolveSibling("");
            ManifestCompletion completion = ManifestCompletion.of(folder, files, settings);
            if (this.byRunning) {
                completion = completion.byRunning();
            }
            getLog().info(completion.file() + (completion.write() ? " was written" : " has all that is known"));
            completion.remarks().forEach(getLog()::warn);
        });
    }

}
