package io.polyplug.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.java.JavaSources;
import io.polyplug.codegen.toml.ApiFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contracts of {@code src/test/rust/api.toml}, as they are generated in Java,
 * compiled and loaded.
 */
final class GeneratedContracts {

    private static final String PACKAGE = "generated";

    private final ClassLoader loader;

    private GeneratedContracts(ClassLoader loader) {
        this.loader = loader;
    }

    static Api api() {
        try {
            return ApiFile.read(Path.of(System.getProperty("basedir", "")).resolve("src/test/rust/api.toml"));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Writes the contracts and compiles them.
     * @param folder where classes are put
     */
    static GeneratedContracts in(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("generated-classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Source> sources = JavaSources.of(api(), PACKAGE).texts().entrySet().stream().map(Source::new).toList();
        boolean done = compiler.getTask(null, null, null, List.of("-parameters", "-proc:none", "-d", classes.toString(),
                "-classpath", System.getProperty("java.class.path")), null, sources)
            .call();
        assertThat(done).as("what is generated compiles").isTrue();
        return new GeneratedContracts(
                new URLClassLoader(new URL[] { classes.toUri().toURL() }, GeneratedContracts.class.getClassLoader()));
    }

    Class<?> type(String name) {
        try {
            return Class.forName(PACKAGE + "." + name, true, this.loader);
        }
        catch (ClassNotFoundException ex) {
            throw new AssertionError(ex);
        }
    }

    /** Returns a constant of an enum, or a set of such. */
    Object constant(String type, String name) {
        try {
            return type(type).getField(name).get(null);
        }
        catch (ReflectiveOperationException ex) {
            throw new AssertionError(ex);
        }
    }

    Object record(String type, Object... components) {
        try {
            return type(type).getConstructor(
                    Stream.of(type(type).getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new))
                .newInstance(components);
        }
        catch (ReflectiveOperationException ex) {
            throw new AssertionError(ex);
        }
    }

    GeneratedProxy proxy(PolyplugRuntime runtime, String contract) {
        return new GeneratedProxy(type(contract), runtime.contract(type(contract)));
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(Map.Entry<String, String> source) {
            super(URI.create("string:///" + source.getKey()), JavaFileObject.Kind.SOURCE);
            this.text = source.getValue();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return this.text;
        }

    }

}
