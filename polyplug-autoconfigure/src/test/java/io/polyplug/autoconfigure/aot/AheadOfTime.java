package io.polyplug.autoconfigure.aot;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ClassUtils;

/**
 * An application context that was processed ahead of time.
 *
 * @param files what was generated
 * @param initializer the name of the class that restores the context
 */
public record AheadOfTime(InMemoryGeneratedFiles files, String initializer) {

    private static final AtomicInteger number = new AtomicInteger();

    /**
     * Processes configuration classes.
     */
    public static AheadOfTime process(List<Class<?>> configuration, String... properties) {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        // Compiled classes stay in the class loader, so each time they have other names.
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(AheadOfTime.class), "Number" + number.incrementAndGet()), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(properties).applyTo(context);
            configuration.forEach(context::register);
            ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
            return new AheadOfTime(files, initializer.canonicalName());
        }
    }

    /**
     * Compiles what was generated.
     * @param work a folder to work in
     * @return the initializer, which restores a context
     */
    public ApplicationContextInitializer<GenericApplicationContext> compile(Path work) throws Exception {
        Path sources = work.resolve("sources");
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, InputStreamSource> file : this.files.getGeneratedFiles(Kind.SOURCE).entrySet()) {
            Path source = sources.resolve(file.getKey());
            Files.createDirectories(source.getParent());
            Files.writeString(source, this.files.getGeneratedFileContent(Kind.SOURCE, file.getKey()));
            written.add(source);
        }
        Path classes = Files.createDirectories(work.resolve("classes"));
        compile(written, classes);
        define(classes);
        @SuppressWarnings("unchecked")
        ApplicationContextInitializer<GenericApplicationContext> restored = (ApplicationContextInitializer<GenericApplicationContext>) BeanUtils
            .instantiateClass(ClassUtils.forName(this.initializer, getClass().getClassLoader()));
        return restored;
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler
                .getTask(messages, manager, null,
                        List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                        null, manager.getJavaFileObjectsFromPaths(sources))
                .call();
            if (!compiled) {
                throw new AssertionError(messages);
            }
        }
    }

    /**
     * Defines the classes where those are for whose packages they were generated, as
     * classes of one jar are: they have access to what is not public.
     */
    private static void define(Path classes) throws Exception {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                Class<?> neighbour = ClassUtils.forName(name.substring(0, name.indexOf('_')),
                        AheadOfTime.class.getClassLoader());
                MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup()).defineClass(Files.readAllBytes(file));
            }
        }
    }

}
