package io.polyplug.codegen.api;

import java.util.ArrayList;
import java.util.List;

/**
 * How a sequence of values lies in native memory: in order, each at its natural
 * alignment, padded at the end to a multiple of the largest (docs/abi.md 5.2).
 *
 * @param size bytes, padding at the end included
 * @param alignment bytes, a power of two
 * @param offsets where each value begins
 */
public record Layout(int size, int alignment, List<Integer> offsets) {

    /**
     * Makes the list unmodifiable.
     */
    public Layout {
        offsets = List.copyOf(offsets);
    }

    /**
     * Returns the layout of fields or parameters.
     * @param api what declares their types
     * @param fields the fields
     * @return the layout
     */
    public static Layout of(Api api, List<Field> fields) {
        List<Integer> offsets = new ArrayList<>();
        int end = 0;
        int alignment = 1;
        for (Field field : fields) {
            Layout layout = of(api, field.type());
            int start = roundUp(end, layout.alignment);
            offsets.add(start);
            end = start + layout.size;
            alignment = Math.max(alignment, layout.alignment);
        }
        return new Layout(roundUp(end, alignment), alignment, offsets);
    }

    /**
     * Returns the layout of one value.
     * @param api what declares the type
     * @param type the type
     * @return the layout; a record has the offsets of its fields
     */
    public static Layout of(Api api, Type type) {
        if (type instanceof Primitive primitive) {
            return new Layout(primitive.size(), primitive.alignment(), List.of(0));
        }
        Declaration declaration = api.declaration((Reference) type);
        if (declaration instanceof Enumeration enumeration) {
            return of(api, Primitive.of(enumeration.repr()));
        }
        return of(api, ((Struct) declaration).fields());
    }

    private static int roundUp(int offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }

}
