package io.polyplug.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.pf4j.IndexedExtensionFinder;

/** Packs {@link CalculatorExtension} as a PF4J plugin. */
final class PluginJar {

    /** The id of the plugin. */
    static final String ID = "calculator";

    private PluginJar() {
    }

    static Path write(Path jar, Version version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", ID);
        attributes.putValue("Plugin-Version", "1.0." + ((version == Version.HELLO) ? 0 : 1));
        String code = CalculatorExtension.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream stream = new JarOutputStream(file, manifest);
                InputStream compiled = Objects
                    .requireNonNull(PluginJar.class.getClassLoader().getResourceAsStream(code))) {
            add(stream, code, compiled.readAllBytes());
            add(stream, CalculatorExtension.GREETING, bytes(version.greeting()));
            add(stream, IndexedExtensionFinder.EXTENSIONS_RESOURCE, bytes(CalculatorExtension.class.getName() + '\n'));
        }
        return jar;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void add(JarOutputStream stream, String name, byte[] content) throws IOException {
        stream.putNextEntry(new JarEntry(name));
        stream.write(content);
        stream.closeEntry();
    }

}
