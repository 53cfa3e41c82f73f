package io.polyplug.codegen.toml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;

/**
 * Finds records that contain themselves, at once or through others. Each circle is told
 * once, at the first of its records.
 */
final class Recursion {

    private final Map<String, Struct> structs = new HashMap<>();

    private final Set<Step> told = new HashSet<>();

    private final Problems problems;

    private Recursion(List<Struct> structs, Problems problems) {
        structs.forEach((struct) -> this.structs.putIfAbsent(struct.name(), struct));
        this.problems = problems;
    }

    static void check(List<Struct> structs, Problems problems) {
        Recursion recursion = new Recursion(structs, problems);
        structs.forEach(recursion::check);
    }

    private void check(Struct struct) {
        for (Field field : struct.fields()) {
            Step first = new Step(struct, field);
            List<Step> path = this.told.contains(first) ? List.of() : wayBack(first);
            if (!path.isEmpty()) {
                this.told.addAll(path);
                String way = path.stream().map(Step::toString).collect(Collectors.joining(", "));
                this.problems.add(field.position(), "Type '" + struct.name() + "' contains itself: " + way,
                        "Pass a Ptr or a number in place of one of them");
            }
        }
    }

    /**
     * Looks for the shortest way from a field back to its record.
     * @param first the field
     * @return the steps, none if there is no way
     */
    private List<Step> wayBack(Step first) {
        Deque<List<Step>> ways = new ArrayDeque<>(List.of(List.of(first)));
        Set<String> seen = new HashSet<>();
        while (!ways.isEmpty()) {
            List<Step> way = ways.remove();
            String end = way.get(way.size() - 1).field.type().spelling();
            if (end.equals(first.struct.name())) {
                return way;
            }
            Struct next = this.structs.get(end);
            if (next != null && seen.add(end)) {
                next.fields()
                    .stream()
                    .filter((field) -> field.type() instanceof Reference)
                    .forEach((field) -> ways.add(longer(way, new Step(next, field))));
            }
        }
        return List.of();
    }

    private static List<Step> longer(List<Step> way, Step step) {
        List<Step> longer = new ArrayList<>(way);
        longer.add(step);
        return longer;
    }

    /**
     * A field on the way from one record to another.
     */
    private record Step(Struct struct, Field field) {

        @Override
        public String toString() {
            return this.struct.name() + "." + this.field.name() + " is " + this.field.type().spelling();
        }

    }

}
