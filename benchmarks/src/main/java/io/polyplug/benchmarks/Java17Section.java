package io.polyplug.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** {@code add} by JNA on a JVM of Java 17, which this one starts. */
final class Java17Section {

    /** How the answers are introduced. */
    static final String WHAT = "add on Java 17";

    /** The system property that names the JDK. */
    private static final String HOME = "benchmarks.java17";

    private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    private Java17Section() {
    }

    static void run(Report report) throws IOException, InterruptedException, URISyntaxException {
        Optional<Path> home = home();
        if (home.isEmpty()) {
            report.note("Java 17 was not measured: there is no JDK 17 beside this one; the system property " + HOME
                    + " can name it.");
            return;
        }
        int exit = new ChildJvm(Effort.chosen(), home.get(), OPTIONS, classPath()).run(AddOnJna.class, WHAT);
        if (exit != 0) {
            throw new IllegalStateException("The JVM of " + home.get() + " failed with " + exit);
        }
    }

    /** The classes that were compiled for Java 17 come before the others. */
    private static String classPath() throws URISyntaxException {
        Path classes = Path.of(AddOnJna.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return classes.resolve("META-INF/versions/17") + File.pathSeparator + System.getProperty("java.class.path");
    }

    /** Returns the one that was named, or one that lies beside this one. */
    private static Optional<Path> home() throws IOException {
        String named = System.getProperty(HOME, "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        Path installed = Objects.requireNonNull(Path.of(System.getProperty("java.home")).toRealPath().getParent());
        try (Stream<Path> siblings = Files.list(installed)) {
            return siblings.filter(Java17Section::isJava17).sorted().findFirst();
        }
    }

    private static boolean isJava17(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return false;
        }
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(release)));
            return properties.getProperty("JAVA_VERSION", "").replace("\"", "").startsWith("17.");
        }
        catch (IOException ex) {
            return false;
        }
    }

}
