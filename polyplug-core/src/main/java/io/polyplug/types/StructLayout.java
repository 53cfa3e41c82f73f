package io.polyplug.types;

import java.util.List;

import io.polyplug.abi.Abi;

/**
 * Where the fields of a C struct lie: declaration order, natural alignment, nothing
 * packed (docs/abi.md 5.2).
 */
final class StructLayout {

    private final NativeType[] fields;

    private final int[] offsets;

    private final int size;

    private final int alignment;

    StructLayout(List<? extends NativeType> fields) {
        this.fields = fields.toArray(NativeType[]::new);
        this.offsets = new int[fields.size()];
        int end = 0;
        int widest = 1;
        for (int i = 0; i < this.offsets.length; i++) {
            NativeType field = fields.get(i);
            this.offsets[i] = Abi.aligned(end, field.alignment());
            end = this.offsets[i] + field.size();
            widest = Math.max(widest, field.alignment());
        }
        this.alignment = widest;
        this.size = Abi.aligned(end, widest);
    }

    int count() {
        return this.fields.length;
    }

    List<NativeType> fields() {
        return List.of(this.fields);
    }

    NativeType field(int index) {
        return this.fields[index];
    }

    int offset(int index) {
        return this.offsets[index];
    }

    int size() {
        return this.size;
    }

    int alignment() {
        return this.alignment;
    }

}
