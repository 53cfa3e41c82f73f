package io.polyplug.testing;

import java.io.File;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class path of the tests, parted into the modules that polyplug consists of and
 * needs, and the rest. Optional modules are not among the former.
 */
public final class ModulePath {

    private static final Predicate<String> MODULE = Pattern.compile("/polyplug-(core|ffm)/target/classes$|"
            + "/(polyplug-core|polyplug-ffm|asm(?=-\\d)|jna|jspecify|slf4j-api|jackson-[a-z-]+)-[^/]*(?<!tests)\\.jar$")
        .asPredicate();

    private ModulePath() {
    }

    /** Returns the modules, as a path. */
    public static String ofPolyplug() {
        return entries(MODULE);
    }

    /** Returns the rest, as a path. */
    public static String remainingClassPath() {
        return entries(MODULE.negate());
    }

    private static String entries(Predicate<String> which) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(which)
            .collect(Collectors.joining(File.pathSeparator));
    }

}
