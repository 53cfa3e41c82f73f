package io.polyplug.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many instances have been reached when each wave of a command has ended. Immutable.
 *
 * @param texts a count, a percentage or {@code all} for each wave
 */
public record Waves(List<String> texts) {

    private static final Pattern WAVE = Pattern.compile("([1-9][0-9]{0,5})(\\s*%)?");

    /**
     * Creates waves.
     * @throws IllegalArgumentException if there are none, or one is neither a count, a
     * percentage nor {@code all}
     */
    public Waves {
        texts = texts.stream().map(String::strip).toList();
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("There are no waves. Say 'all' for one of all instances");
        }
        texts.forEach((text) -> reached(text, 100));
    }

    /**
     * Parses waves.
     * @param text the waves, separated by commas
     * @return the waves
     * @throws IllegalArgumentException if one is neither a count, a percentage nor
     * {@code all}
     */
    public static Waves of(String text) {
        return new Waves(List.of(text.split(",")));
    }

    /**
     * Parts what is given into waves, none of them empty; the last takes all the rest.
     */
    <T> List<List<T>> part(List<T> instances) {
        List<List<T>> waves = new ArrayList<>();
        int begin = 0;
        for (String text : this.texts) {
            int end = Math.min(reached(text, instances.size()), instances.size());
            if (end > begin) {
                waves.add(List.copyOf(instances.subList(begin, end)));
                begin = end;
            }
        }
        if (begin < instances.size()) {
            waves.add(List.copyOf(instances.subList(begin, instances.size())));
        }
        return waves;
    }

    /** A share of an instance is an instance. */
    private static int reached(String text, int instances) {
        if (text.equals("all")) {
            return instances;
        }
        Matcher wave = WAVE.matcher(text);
        if (!wave.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a wave, because it is neither a count, a percentage nor 'all'. Say '1, 10%, 50%, all'");
        }
        int number = Integer.parseInt(wave.group(1));
        if (wave.group(2) == null) {
            return number;
        }
        if (number > 100) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a wave, because it is more than all instances. Say 'all'");
        }
        return (int) Math.ceil(number * instances / 100.0);
    }

}
