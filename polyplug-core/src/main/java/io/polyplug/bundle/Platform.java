package io.polyplug.bundle;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * An operating system and a processor, in the words that a manifest's {@code [file]}
 * table uses for them.
 *
 * @param os {@code linux}, {@code windows}, {@code macos} or {@code unknown}
 * @param arch {@code x86_64}, {@code aarch64} or {@code unknown}
 */
record Platform(String os, String arch) {

    private static final Platform CURRENT = of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));

    static Platform current() {
        return CURRENT;
    }

    static Platform of(String osName, String osArch) {
        return new Platform(os(osName.toLowerCase(Locale.ROOT)), switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> "unknown";
        });
    }

    private static String os(String osName) {
        return Stream.of("linux", "windows")
            .filter(osName::startsWith)
            .findFirst()
            .orElse(osName.startsWith("mac") ? "macos" : "unknown");
    }

    @Override
    public String toString() {
        return this.os + "." + this.arch;
    }

}
