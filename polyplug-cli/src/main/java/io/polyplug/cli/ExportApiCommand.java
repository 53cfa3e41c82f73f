package io.polyplug.cli;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.polyplug.codegen.java.JavaApi;
import io.polyplug.codegen.toml.ApiFile;

/**
 * Writes the api of Java contract interfaces.
 */
@Command(name = "export-api", mixinStandardHelpOptions = true,
        description = "Write the api that Java contract interfaces make up.")
@SuppressWarnings("NullAway.Init")
final class ExportApiCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--classes", paramLabel = "<jar or folder>", required = true, split = ",",
            description = "Where the classes are, and what they need.")
    private List<Path> classes;

    @Option(names = "--output", paramLabel = "<file>", description = "The file to write. Default: the console.")
    private @Nullable Path output;

    @Parameters(arity = "1..*", paramLabel = "<interface>",
            description = "The names of the interfaces, nested ones with $, in the order of the api.")
    private List<String> contracts;

    @Override
    public Integer call() throws IOException {
        List<URL> places = new ArrayList<>();
        for (Path place : this.classes) {
            if (Files.notExists(place)) {
                throw new NoSuchFileException(place.toString());
            }
            places.add(place.toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), getClass().getClassLoader())) {
            write(ApiFile.write(JavaApi.of(load(loader))));
        }
        return ExitCode.OK;
    }

    private List<Class<?>> load(ClassLoader loader) {
        List<Class<?>> found = new ArrayList<>();
        for (String name : this.contracts) {
            try {
                found.add(Class.forName(name, false, loader));
            }
            catch (ClassNotFoundException ex) {
                throw new IllegalArgumentException("There is no class " + name + " in " + this.classes
                        + ". Name interfaces in full, nested ones with $", ex);
            }
            catch (UnsupportedClassVersionError ex) {
                throw new IllegalArgumentException("Class " + name + " was compiled for a later Java than this one, "
                        + Runtime.version().feature() + ". Run polyplug on that Java", ex);
            }
        }
        return found;
    }

    private void write(String text) throws IOException {
        if (this.output != null) {
            Files.createDirectories(this.output.toAbsolutePath().getParent());
            Files.writeString(this.output, text);
        }
        else {
            this.spec.commandLine().getOut().print(text);
            this.spec.commandLine().getOut().flush();
        }
    }

}
