package io.polyplug.codegen.java.naming;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How names of an api turn into names of Java, and back. A way back is taken only if the
 * way there leads to the same name of Java again.
 */
public final class JavaNames {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final Pattern LOWER_CASE = Pattern.compile("[a-z]");

    /** An underscore inside of a name, and the small letter behind it. */
    private static final Pattern WORD = Pattern.compile("(?<=[A-Za-z0-9])_([a-z])");

    /** A capital that stands alone inside of a name. */
    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])([A-Z])");

    private static final Pattern CAPITALS = Pattern.compile("[A-Z]{2}");

    /** Where a word begins within {@code NearFar} or {@code HTTPServer}. */
    private static final Pattern BOUNDARY = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private JavaNames() {
    }

    /**
     * Returns the name of a method, parameter or record component: {@code echo_u8} is
     * {@code echoU8}. An underscore goes if a letter or digit is before it and a small
     * letter behind it; all else stays.
     * @param name a name of the api
     * @return the name in Java
     */
    public static String member(String name) {
        return WORD.matcher(name).replaceAll((match) -> match.group(1).toUpperCase(Locale.ROOT));
    }

    /**
     * Returns the name of a type: as for a member, with a capital at the beginning.
     * @param name a name of the api
     * @return the name in Java
     */
    public static String type(String name) {
        String member = member(name);
        return member.substring(0, 1).toUpperCase(Locale.ROOT) + member.substring(1);
    }

    /**
     * Returns the name of an enum's constant: {@code NearFar} and {@code near_far} are
     * {@code NEAR_FAR}. A name without small letters stays.
     * @param name a name of the api
     * @return the name in Java
     */
    public static String constant(String name) {
        if (!LOWER_CASE.matcher(name).find()) {
            return name;
        }
        return BOUNDARY.matcher(name).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the name whose {@link #member} this is: {@code echoU8} comes from
     * {@code echo_u8}, and {@code parseURL} from {@code parseURL}.
     * @param java a name of Java
     * @return the name, or nothing if there is none
     */
    public static Optional<String> ofMember(String java) {
        boolean isLowerCamel = LOWER_CASE.matcher(java).lookingAt() && !CAPITALS.matcher(java).find();
        String snake = CAPITAL.matcher(java).replaceAll((match) -> "_" + match.group(1).toLowerCase(Locale.ROOT));
        return candidates(isLowerCamel ? snake : java, java).filter((name) -> member(name).equals(java)).findFirst();
    }

    /**
     * Returns the name whose {@link #type} this is, which is the same.
     * @param java a name of Java
     * @return the name, or nothing if there is none
     */
    public static Optional<String> ofType(String java) {
        return candidates(java).filter((name) -> type(name).equals(java)).findFirst();
    }

    /**
     * Returns the name whose {@link #constant} this is: {@code NEAR_FAR} comes from
     * {@code NearFar}, and {@code BIT_3} from {@code BIT_3}.
     * @param java a name of Java
     * @return the name, or nothing if there is none
     */
    public static Optional<String> ofConstant(String java) {
        String camel = Stream.of(java.split("_", -1))
            .filter((word) -> !word.isEmpty())
            .map((word) -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
        return candidates(camel, java).filter((name) -> constant(name).equals(java)).findFirst();
    }

    private static Stream<String> candidates(String... names) {
        return Stream.of(names).filter((name) -> IDENTIFIER.matcher(name).matches());
    }

}
