package io.polyplug.cli.run;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.java.JavaSources;
import io.polyplug.contract.GuestContract;

/**
 * The Java interfaces of an api, compiled in memory.
 */
final class CompiledContracts {

    private static final String PACKAGE = "io.polyplug.cli.generated";

    private final ClassLoader loader;

    private final Set<String> names;

    private CompiledContracts(Map<String, byte[]> classes) {
        this.loader = new MemoryFiles.Loader(classes, CompiledContracts.class.getClassLoader());
        this.names = classes.keySet();
    }

    /**
     * Generates and compiles.
     * @throws IllegalArgumentException if this Java has no compiler
     */
    static CompiledContracts of(Api api) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalArgumentException("To call a function, polyplug compiles the contract, and this Java ("
                    + System.getProperty("java.home") + ") has no compiler. Run polyplug with a JDK, or with a JRE that"
                    + " has the module jdk.compiler");
        }
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
                MemoryFiles files = new MemoryFiles(standard)) {
            compile(compiler, files, JavaSources.of(api, PACKAGE).texts());
            return new CompiledContracts(files.classes());
        }
    }

    private static void compile(JavaCompiler compiler, MemoryFiles files, Map<String, String> texts) {
        List<JavaFileObject> sources = new ArrayList<>();
        texts.forEach((place, text) -> {
            if (place.endsWith(".java")) {
                sources.add(MemoryFiles.source(place, text));
            }
        });
        StringWriter output = new StringWriter();
        List<String> options = List.of("-proc:none", "-nowarn", "-parameters", "-classpath", classPath());
        if (!compiler.getTask(output, files, null, options, null, sources).call()) {
            throw new IllegalStateException("The generated Java does not compile:\n" + output);
        }
    }

    /** What is needed of the runtime, wherever this program has it from. */
    private static String classPath() {
        return Stream.of(GuestContract.class, NullMarked.class, Nullable.class)
            .map(CompiledContracts::placeOf)
            .collect(Collectors.toCollection(LinkedHashSet::new))
            .stream()
            .collect(Collectors.joining(File.pathSeparator));
    }

    private static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        }
        catch (URISyntaxException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Returns the interface of a guest contract.
     * @param contract the contract's name
     */
    Class<?> guestContract(String contract) {
        return this.names.stream()
            .map(this::load)
            .filter((type) -> isOf(type, contract))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No interface was generated for " + contract));
    }

    private static boolean isOf(Class<?> type, String contract) {
        GuestContract annotation = type.getAnnotation(GuestContract.class);
        return annotation != null && annotation.name().equals(contract);
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, false, this.loader);
        }
        catch (ClassNotFoundException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
