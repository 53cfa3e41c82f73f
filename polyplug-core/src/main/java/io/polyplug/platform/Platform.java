package io.polyplug.platform;

import java.util.Locale;
import java.util.stream.Stream;

import io.polyplug.error.ConfigurationException;

/**
 * An operating system and a processor, in the words that a manifest's {@code [file]}
 * table uses for them, and in those of the JVM.
 *
 * @param os {@code linux}, {@code windows}, {@code macos} or {@code unknown}
 * @param arch {@code x86_64}, {@code aarch64} or {@code unknown}
 * @param osName what the JVM calls the operating system
 * @param osArch what the JVM calls the processor
 */
public record Platform(String os, String arch, String osName, String osArch) {

    private static final String LINUX = "linux";

    private static final String WINDOWS = "windows";

    private static final String X86_64 = "x86_64";

    private static final String AARCH64 = "aarch64";

    private static final String UNKNOWN = "unknown";

    private static final Platform CURRENT = of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));

    /**
     * Returns what this process runs on.
     * @return the platform
     */
    public static Platform current() {
        return CURRENT;
    }

    /**
     * Translates the JVM's words.
     * @param osName the system property {@code os.name}
     * @param osArch the system property {@code os.arch}
     * @return the platform
     */
    public static Platform of(String osName, String osArch) {
        return new Platform(os(osName.toLowerCase(Locale.ROOT)), switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default -> UNKNOWN;
        }, osName, osArch);
    }

    /**
     * Returns a platform by the words of a manifest.
     * @param key operating system and processor, such as {@code linux.x86_64}
     * @return the platform; this process' own where it is that
     */
    public static Platform named(String key) {
        if (key.equals(CURRENT.toString())) {
            return CURRENT;
        }
        int point = key.indexOf('.');
        String os = (point < 0) ? key : key.substring(0, point);
        String arch = (point < 0) ? UNKNOWN : key.substring(point + 1);
        return new Platform(os, arch, os, arch);
    }

    private static String os(String osName) {
        return Stream.of(LINUX, WINDOWS)
            .filter(osName::startsWith)
            .findFirst()
            .orElse(osName.startsWith("mac") ? "macos" : UNKNOWN);
    }

    /**
     * {@return whether the operating system is Linux}
     */
    public boolean isLinux() {
        return this.os.equals(LINUX);
    }

    /**
     * {@return whether the processor is an x86-64 one}
     */
    public boolean isX86() {
        return this.arch.equals(X86_64);
    }

    /**
     * {@return whether the processor is an AArch64 one}
     */
    public boolean isAarch64() {
        return this.arch.equals(AARCH64);
    }

    /**
     * Refuses a platform on which native code cannot be called: structs travel as on
     * System V x86-64 and AArch64 (docs/abi.md 5.9).
     * @param backend the name of the backend that is to call it
     * @throws ConfigurationException on all other platforms
     */
    public void requireCallable(String backend) {
        if (this.os.equals(WINDOWS) || this.arch.equals(UNKNOWN)) {
            throw new ConfigurationException("backend",
                    "Backend '" + backend + "' cannot run on " + this.osName + " " + this.osArch
                            + ": polyplug passes structs the way System V x86-64 and AArch64 do. Run on 64-bit Linux"
                            + " or macOS");
        }
    }

    @Override
    public String toString() {
        return this.os + "." + this.arch;
    }

}
