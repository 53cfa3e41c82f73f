package io.polyplug.script;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much stack the threads of this JVM have, unless somebody says it for a thread.
 *
 * @param bytes the size
 */
record ThreadStacks(long bytes) {

    /** What the JVM has on the platforms that engines exist for. */
    private static final long DEFAULT = 1L << 20;

    private static final int KIBI = 10;

    private static final int MEBI = 20;

    private static final int GIBI = 30;

    private static final Pattern XSS = Pattern.compile("-Xss(\\d+)([kKmMgG]?)");

    private static final Pattern OPTION = Pattern.compile("-XX:ThreadStackSize=(\\d+)");

    /** Returns what this JVM was started with. */
    static ThreadStacks ofThisJvm() {
        return of(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** Returns what the arguments of a JVM say; the last of them counts. */
    static ThreadStacks of(List<String> arguments) {
        long bytes = DEFAULT;
        for (String argument : arguments) {
            bytes = sizeIn(argument).orElse(bytes);
        }
        return new ThreadStacks(bytes);
    }

    private static OptionalLong sizeIn(String argument) {
        Matcher xss = XSS.matcher(argument);
        if (xss.matches()) {
            return OptionalLong.of(Long.parseLong(xss.group(1)) << shift(xss.group(2)));
        }
        Matcher option = OPTION.matcher(argument);
        return (option.matches() && Long.parseLong(option.group(1)) > 0)
                ? OptionalLong.of(Long.parseLong(option.group(1)) << KIBI) : OptionalLong.empty();
    }

    private static int shift(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "k" -> KIBI;
            case "m" -> MEBI;
            case "g" -> GIBI;
            default -> 0;
        };
    }

}
