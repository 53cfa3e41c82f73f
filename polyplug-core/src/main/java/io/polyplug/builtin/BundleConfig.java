package io.polyplug.builtin;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.ConfigurationException;

/**
 * The settings of one generation. Immutable. No message repeats a value, for it may be a
 * secret.
 */
final class BundleConfig implements Config {

    /** Names that are one element of a property's name as they stand. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]+");

    private static final Pattern AMOUNT = Pattern.compile("([+-]?\\d+)\\s*([a-zA-Z]*)");

    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

    private static final BigInteger MINUTE = BigInteger.valueOf(60_000_000_000L);

    private static final BigInteger KIBI = BigInteger.valueOf(1024);

    /** In nanoseconds. What has no unit is in milliseconds, as with Spring Boot. */
    private static final Map<String, BigInteger> TIMES = Map.of("ns", BigInteger.ONE, "us", THOUSAND, "ms",
            THOUSAND.pow(2), "", THOUSAND.pow(2), "s", THOUSAND.pow(3), "m", MINUTE, "h",
            MINUTE.multiply(BigInteger.valueOf(60)), "d", MINUTE.multiply(BigInteger.valueOf(24 * 60)));

    private static final Map<String, BigInteger> SIZES = Map.of("", BigInteger.ONE, "b", BigInteger.ONE, "kb", KIBI,
            "mb", KIBI.pow(2), "gb", KIBI.pow(3), "tb", KIBI.pow(4));

    private final String bundleName;

    private final Map<String, String> settings;

    BundleConfig(String bundleName, Map<String, String> settings) {
        this.bundleName = bundleName;
        this.settings = new TreeMap<>(settings);
    }

    @Override
    public @Nullable String text(String key) {
        return this.settings.get(key);
    }

    @Override
    public long integer(String key, long otherwise) {
        return read(key, otherwise, "a whole number of 64 bits, decimal or from 0x on hexadecimal",
                BundleConfig::wholeNumber);
    }

    @Override
    public double real(String key, double otherwise) {
        return read(key, otherwise, "a number", Double::valueOf);
    }

    @Override
    public boolean truth(String key, boolean otherwise) {
        return read(key, otherwise, "true or false", (value) -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new NumberFormatException();
        });
    }

    @Override
    public long duration(String key, long otherwise) {
        return read(key, otherwise, "a time such as 10s, 500ms or PT10S, of less than 292 years",
                (value) -> value.toUpperCase(Locale.ROOT).contains("P") ? Duration.parse(value).toNanos()
                        : amount(value, TIMES));
    }

    @Override
    public long size(String key, long otherwise) {
        return read(key, otherwise, "a size such as 512, 64KB or 10MB", (value) -> amount(value, SIZES));
    }

    @Override
    public String keys() {
        return String.join("\n", this.settings.keySet());
    }

    private static long wholeNumber(String value) {
        boolean hexadecimal = value.startsWith("0x") || value.startsWith("0X");
        return hexadecimal ? Long.parseLong(value.substring(2), 16) : Long.parseLong(value);
    }

    private static long amount(String value, Map<String, BigInteger> units) {
        Matcher matcher = AMOUNT.matcher(value);
        if (!matcher.matches()) {
            throw new NumberFormatException();
        }
        BigInteger unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new NumberFormatException();
        }
        return new BigInteger(matcher.group(1)).multiply(unit).longValueExact();
    }

    private <T> T read(String key, T otherwise, String kind, Function<String, T> conversion) {
        String value = this.settings.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return conversion.apply(value.trim());
        }
        catch (DateTimeParseException | ArithmeticException | NumberFormatException ex) {
            // Without the cause, whose message has the value.
            throw new ConfigurationException("config." + key,
                    "Setting '" + key + "' of bundle '" + this.bundleName + "' is not what the bundle reads it as: "
                            + kind + ". Correct polyplug.bundles."
                            + (PLAIN.matcher(this.bundleName).matches() ? this.bundleName : "[" + this.bundleName + "]")
                            + ".config." + key + " (in plain Java: what config of the builder returns)");
        }
    }

}
