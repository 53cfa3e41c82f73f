package io.polyplug.maven;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;

import io.polyplug.codegen.java.JavaApi;
import io.polyplug.codegen.toml.ApiFile;

/**
 * Writes an {@code api.toml} that says what the project's Java contract interfaces say.
 */
@Mojo(name = "export-api", defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class ExportApiMojo extends AbstractMojo {

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /**
     * The names of the interfaces, such as <code>com.example.Greeter</code>, in the order
     * in which the api is to have them. Each has an annotation
     * <code>@GuestContract</code> or <code>@HostContract</code>.
     */
    @Parameter(property = "polyplug.contracts", required = true)
    private List<String> contracts;

    /**
     * The file to write.
     */
    @Parameter(property = "polyplug.output", defaultValue = "${project.build.directory}/polyplug/api.toml",
            required = true)
    private File output;

    /**
     * Whether to do nothing.
     */
    @Parameter(property = "polyplug.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Made by Maven.
     */
    public ExportApiMojo() {
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (this.skip) {
            getLog().info("Nothing is exported, for polyplug.skip is set");
            return;
        }
        new BuildLog(getLog()).guard(() -> {
            try (URLClassLoader classes = new URLClassLoader(classPath(), getClass().getClassLoader())) {
                write(this.output.toPath(), ApiFile.write(JavaApi.of(load(classes))));
            }
        });
    }

    /** The annotations are the plugin's own: its class loader is asked first. */
    private URL[] classPath() throws IOException {
        try {
            List<URL> urls = new ArrayList<>();
            for (String element : this.project.getCompileClasspathElements()) {
                urls.add(new File(element).toURI().toURL());
            }
            return urls.toArray(URL[]::new);
        }
        catch (DependencyResolutionRequiredException ex) {
            throw new IOException("The dependencies of the project are not known: " + ex.getMessage(), ex);
        }
    }

    private List<Class<?>> load(ClassLoader classes) throws MojoFailureException {
        List<Class<?>> found = new ArrayList<>();
        for (String name : this.contracts) {
            try {
                found.add(Class.forName(name, false, classes));
            }
            catch (ClassNotFoundException ex) {
                throw new MojoFailureException(
                        "There is no class " + name
                                + " in the project or its dependencies. Name interfaces in full, nested ones with $",
                        ex);
            }
            catch (UnsupportedClassVersionError ex) {
                throw new MojoFailureException("Class " + name + " was compiled for a later Java than the "
                        + Runtime.version().feature() + " that runs Maven. Run Maven on that one", ex);
            }
        }
        return found;
    }

    private void write(Path file, String text) throws IOException {
        if (Files.isRegularFile(file) && Files.readString(file).equals(text)) {
            getLog().info(file + " is up to date");
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
        getLog().info("Wrote " + file);
    }

}
