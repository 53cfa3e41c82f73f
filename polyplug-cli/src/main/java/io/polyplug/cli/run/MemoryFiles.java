package io.polyplug.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;

import org.jspecify.annotations.Nullable;

/**
 * Files of a compiler that are kept in memory. Not thread-safe.
 */
final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {

    private final Map<String, ByteArrayOutputStream> outputs = new LinkedHashMap<>();

    MemoryFiles(JavaFileManager others) {
        super(others);
    }

    /**
     * Returns a source file.
     * @param place its path, such as {@code demo/Greeter.java}
     */
    static JavaFileObject source(String place, String text) {
        return new SimpleJavaFileObject(URI.create("memory:///" + place), Kind.SOURCE) {

            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }

        };
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String className, Kind kind,
            @Nullable FileObject sibling) {
        return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind) {

            @Override
            public OutputStream openOutputStream() {
                ByteArrayOutputStream output = new ByteArrayOutputStream();
                MemoryFiles.this.outputs.put(className, output);
                return output;
            }

        };
    }

    /**
     * Returns the class files that were written, by the names of the classes.
     */
    Map<String, byte[]> classes() {
        return this.outputs.entrySet()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().toByteArray()));
    }

    /**
     * Loads what was compiled.
     */
    static final class Loader extends ClassLoader {

        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes, ClassLoader parent) {
            super(parent);
            this.classes = Map.copyOf(classes);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = this.classes.get(name);
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, code, 0, code.length);
        }

    }

}
