package io.polyplug.benchmarks;

/** A way to reach native code, or not. */
enum Way {

    PROXY("proxy on FFM"), PROXY_JNA("proxy on JNA"), RAW("raw FFM"), CONFINED("raw FFM, confined arena"), JNI("JNI"),
    JNA("bare JNA"), JAVA("plain Java");

    private final String label;

    Way(String label) {
        this.label = label;
    }

    /** Returns whether this build has it. */
    boolean isAvailable() {
        return this != JNI || Stage.hasJni();
    }

    /** Returns how tables name it. */
    String label() {
        return this.label;
    }

}
