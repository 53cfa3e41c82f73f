package io.polyplug.maven;

import java.io.File;
import java.util.List;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.guest.GuestLanguage;
import io.polyplug.codegen.guest.GuestProject;
import io.polyplug.codegen.guest.GuestSettings;
import io.polyplug.contract.Version;

/**
 * Begins the project of a bundle: everything but the bodies of its functions. Said again
 * after a change of the api, it renews what is generated and leaves what the author has
 * written. Needs no Maven project.
 */
@Mojo(name = "guest", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class GuestMojo extends AbstractMojo {

    /**
     * The api that the bundle implements contracts of.
     */
    @Parameter(property = "polyplug.api", defaultValue = "src/main/polyplug/api.toml", required = true)
    private File api;

    /**
     * The language: <code>c</code>, <code>c++</code>, <code>rust</code>, <code>go</code>
     * or <code>zig</code>.
     */
    @Parameter(property = "polyplug.language", required = true)
    private String language;

    /**
     * The name of the bundle, which is its identity.
     */
    @Parameter(property = "polyplug.bundleName", required = true)
    private String bundleName;

    /**
     * The version of the bundle. Under the rule of the runtime, its major version is that
     * of the contracts.
     */
    @Parameter(property = "polyplug.bundleVersion", defaultValue = "1.0.0", required = true)
    private String bundleVersion;

    /**
     * The names of the guest contracts that the bundle provides. All that the api has, if
     * none is named.
     */
    @Parameter(property = "polyplug.provides")
    private @Nullable List<String> provides;

    /**
     * The folder of the bundle's project. One of the bundle's name, if none is given.
     */
    @Parameter(property = "polyplug.directory")
    private @Nullable File directory;

    /**
     * Made by Maven.
     */
    public GuestMojo() {
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        BuildLog log = new BuildLog(getLog());
        log.guard(() -> {
            Api contracts = log.read(this.api, "api");
            GuestSettings settings = new GuestSettings(this.bundleName, Version.parse(this.bundleVersion),
                    (this.provides != null) ? this.provides : List.of(), GuestLanguage.of(this.language));
            File folder = (this.directory != null) ? this.directory : new File(this.bundleName);
            log.tellWritten("Bundle '" + this.bundleName + "'", folder.toPath(),
                    GuestProject.of(contracts, settings).write(folder.toPath()));
        });
    }

}
