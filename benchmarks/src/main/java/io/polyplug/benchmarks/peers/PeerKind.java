package io.polyplug.benchmarks.peers;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whom polyplug is compared with, and polyplug. */
public enum PeerKind {

    /** A bundle in C. */
    POLYPLUG("polyplug", "PolyplugPeer", "io.polyplug.PolyplugRuntime"),

    /** A jar. */
    PF4J("PF4J 3.15", "Pf4jPeer", "org.pf4j.PluginManager"),

    /** A module that is interpreted. */
    ENDIVE("Endive 1.2", "EndivePeer", "run.endive.runtime.Instance"),

    /** The same module, compiled to Java bytecode by Endive's predecessor. */
    CHICORY("Chicory 1.7, compiled", "ChicoryPeer", "com.dylibso.chicory.runtime.Instance"),

    /** A script, on a JVM with the Graal compiler. */
    GRAALJS("GraalJS 25", "GraalJsPeer", "org.graalvm.polyglot.Engine"),

    /** A library in C. */
    JNA("JNA, reopened under a lock", "JnaPeer", "com.sun.jna.Native"),

    /** A process in C. */
    PROCESS("a process and pipes", "ProcessPeer", "java.lang.Process");

    /** The compiler's module, and those that it requires. */
    private static final Pattern GRAAL_COMPILER = Pattern
        .compile("graalvm/.*/(compiler|truffle-compiler|collections|word)-[^/]*\\.jar$");

    private final String label;

    private final String type;

    private final String library;

    PeerKind(String label, String type, String library) {
        this.label = label;
        this.type = type;
        this.library = library;
    }

    /**
     * {@return how figures name it}
     */
    public String label() {
        return this.label;
    }

    /**
     * {@return whether its sources were compiled and its library is there: whether the
     * profile {@code peers} is on}
     */
    public boolean isAvailable() {
        return isThere(Peer.class.getPackageName() + '.' + this.type) && isThere(this.library);
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, PeerKind.class.getClassLoader());
            return true;
        }
        catch (ClassNotFoundException | NoClassDefFoundError ex) {
            return false;
        }
    }

    /**
     * {@return what its JVM needs}
     */
    public List<String> options() {
        return (this == GRAALJS) ? graalCompiler() : List.of();
    }

    /** As the documents of GraalJS say for a JDK without that compiler. */
    private static List<String> graalCompiler() {
        String compiler = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter((entry) -> GRAAL_COMPILER.matcher(entry).find())
            .collect(Collectors.joining(File.pathSeparator));
        return List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI", "--upgrade-module-path=" + compiler,
                "--sun-misc-unsafe-memory-access=allow");
    }

    /**
     * Opens it.
     * @param folder where it may have files
     * @return the peer
     * @throws ReflectiveOperationException if it cannot be opened
     */
    public Peer open(Path folder) throws ReflectiveOperationException {
        return Class.forName(Peer.class.getPackageName() + '.' + this.type)
            .asSubclass(Peer.class)
            .getDeclaredConstructor(Path.class)
            .newInstance(folder);
    }

}
