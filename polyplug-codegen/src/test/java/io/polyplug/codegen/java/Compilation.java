package io.polyplug.codegen.java;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.polyplug.codegen.output.GeneratedFiles;
import io.polyplug.contract.GuestContract;
import org.jspecify.annotations.NullMarked;

/**
 * Compiles sources against polyplug's annotations alone, in Java 17, with every warning
 * of compiler and Javadoc an error.
 */
final class Compilation {

    /**
     * With Java 17 only of what others see: its compiler asks for a comment of each
     * private field that a record's component becomes, where none can stand.
     */
    private static final String DOCLINT = (Runtime.version().feature() > 17) ? "-Xdoclint:all"
            : "-Xdoclint:all/protected";

    private Compilation() {
    }

    /**
     * Compiles and loads.
     * @param sources the sources
     * @param classes an empty folder for the classes
     * @return what loads them; polyplug's classes are those of this test
     * @throws AssertionError if there is an error or warning, with all of them
     */
    static ClassLoader load(GeneratedFiles sources, Path classes) {
        List<String> complaints = complaints(sources.texts(), classes, List.of("-parameters"));
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join("\n", complaints));
        }
        return loader(classes);
    }

    static ClassLoader loader(Path classes) {
        try {
            return new URLClassLoader(new URL[] { classes.toUri().toURL() }, Compilation.class.getClassLoader());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Compiles sources.
     * @param sources the sources by place
     * @param classes a folder for the classes
     * @param more more options
     * @return what the compiler has against them
     */
    static List<String> complaints(Map<String, String> sources, Path classes, List<String> more) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = new ArrayList<>(
                List.of("--release", "17", "-proc:none", "-Xlint:all", DOCLINT, "-Werror", "-d", classes.toString(),
                        "-classpath", place(GuestContract.class) + File.pathSeparator + place(NullMarked.class)));
        options.addAll(more);
        List<Source> files = sources.entrySet()
            .stream()
            .map((source) -> new Source(source.getKey(), source.getValue()))
            .toList();
        boolean isDone = compiler.getTask(new StringWriter(), null, diagnostics, options, null, files).call();
        List<String> complaints = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
            complaints.add(diagnostic.toString());
        }
        if (!isDone && complaints.isEmpty()) {
            complaints.add("it failed without a word");
        }
        return complaints;
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (URISyntaxException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String place, String text) {
            super(URI.create("string:///" + place), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return this.text;
        }

    }

}
