package io.polyplug.codegen.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What became of the members of a list, whose places matter.
 *
 * @param <T> what the list has, such as functions
 * @param kept the members of both lists, in the earlier order
 * @param removed the members of the earlier list alone
 * @param added the places of the later list's own members there
 */
record Correspondence<T>(List<Kept<T>> kept, List<T> removed, List<Integer> added) {

    /**
     * A member of both lists.
     *
     * @param earlier what it was
     * @param later what it is
     * @param from its place in the earlier list
     * @param to its place in the later one
     * @param moved whether it has another place, and another rank among the members of
     * both
     * @param renamed whether it has another name
     */
    record Kept<T>(T earlier, T later, int from, int to, boolean moved, boolean renamed) {
    }

    /**
     * Finds out. Members of one name are one; then so are those of one place that could
     * be.
     * @param earlier the earlier list
     * @param later the later list
     * @param name the name of a member, unique in its list
     * @param couldBe whether a member may be another one by a new name
     */
    static <T> Correspondence<T> between(List<T> earlier, List<T> later, Function<T, String> name,
            BiPredicate<T, T> couldBe) {
        Map<Integer, Integer> places = new TreeMap<>();
        List<String> names = later.stream().map(name).toList();
        for (int i = 0; i < earlier.size(); i++) {
            int place = names.indexOf(name.apply(earlier.get(i)));
            if (place >= 0) {
                places.put(i, place);
            }
        }
        for (int i = 0; i < Math.min(earlier.size(), later.size()); i++) {
            if (!places.containsKey(i) && !places.containsValue(i) && couldBe.test(earlier.get(i), later.get(i))) {
                places.put(i, i);
            }
        }
        return of(earlier, later, name, places);
    }

    private static <T> Correspondence<T> of(List<T> earlier, List<T> later, Function<T, String> name,
            Map<Integer, Integer> places) {
        List<Integer> ranks = ranks(places.values());
        List<Kept<T>> kept = new ArrayList<>();
        places.forEach((from, to) -> {
            T one = earlier.get(from);
            T other = later.get(to);
            boolean moved = !from.equals(to) && !ranks.get(kept.size()).equals(to);
            kept.add(new Kept<>(one, other, from, to, moved, !name.apply(one).equals(name.apply(other))));
        });
        List<T> removed = new ArrayList<>();
        for (int i = 0; i < earlier.size(); i++) {
            if (!places.containsKey(i)) {
                removed.add(earlier.get(i));
            }
        }
        List<Integer> added = new ArrayList<>();
        for (int i = 0; i < later.size(); i++) {
            if (!places.containsValue(i)) {
                added.add(i);
            }
        }
        return new Correspondence<>(kept, removed, added);
    }

    private static List<Integer> ranks(Collection<Integer> places) {
        return places.stream().sorted(Comparator.naturalOrder()).toList();
    }

    boolean hasMoved() {
        return this.kept.stream().anyMatch(Kept::moved);
    }

}
