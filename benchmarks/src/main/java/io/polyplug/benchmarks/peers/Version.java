package io.polyplug.benchmarks.peers;

/** The versions that take turns; one knows them by how they greet. */
public enum Version {

    /** The first. */
    HELLO("hello ", ""),

    /** The other one. */
    HOWDY("howdy ", "-v2");

    private final String greeting;

    private final String suffix;

    Version(String greeting, String suffix) {
        this.greeting = greeting;
        this.suffix = suffix;
    }

    /**
     * {@return what its greetings begin with}
     */
    public String greeting() {
        return this.greeting;
    }

    /** Returns what the folder of its native code ends with. */
    String suffix() {
        return this.suffix;
    }

    /**
     * {@return the other one}
     */
    public Version other() {
        return (this == HELLO) ? HOWDY : HELLO;
    }

}
