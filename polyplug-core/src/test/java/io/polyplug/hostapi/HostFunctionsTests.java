package io.polyplug.hostapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.boundary.CallStacks;
import io.polyplug.boundary.FloatingPointWatch;
import io.polyplug.boundary.NativeInstances;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Pins;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.jna.JnaBackend;
import io.polyplug.memory.GuestMemory;
import io.polyplug.process.ProcessMemory;
import io.polyplug.store.RuntimeStore;
import io.polyplug.upcall.LastError;
import io.polyplug.upcall.NativePeers;
import io.polyplug.upcall.StaticTexts;
import io.polyplug.upcall.UpcallGuard;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The functions of the host table against the page that describes it.
 */
class HostFunctionsTests {

    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| `(\\w+)` \\|([^|]*)\\|([^|]*)\\|");

    /** Returns the rows of docs/abi.md 3.4 that are functions. */
    private static List<Matcher> rows() throws IOException {
        String page = Files.readString(Path.of("../docs/abi.md"));
        String section = page.substring(page.indexOf("3.4 The host table"), page.indexOf("3.5 The call arena"));
        return section.lines()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .filter((row) -> !List.of("runtime", "reserved").contains(row.group(2)))
            .toList();
    }

    @Test
    @DisplayName("the table has the functions of the page, in its order, with its names, parameters and results")
    void tableIsThatOfThePage() throws IOException {
        List<Matcher> rows = rows();
        List<TableFunction> table = table();
        assertThat(rows).hasSize(21);
        assertThat(table).extracting(TableFunction::name)
            .containsExactlyElementsOf(rows.stream().map((row) -> row.group(2)).toList());
        for (int i = 0; i < rows.size(); i++) {
            TableFunction function = table.get(i);
            assertThat(rows.get(i).group(1)).isEqualTo(String.valueOf(8 * (i + 1)));
            assertThat(function.parameters()).as(function.name()).isEqualTo(words(rows.get(i).group(3)));
            assertThat(function.shape()).as(function.name()).isEqualTo(shape(rows.get(i).group(4)));
            assertThat(function.errorWord()).as(function.name())
                .isEqualTo(rows.get(i).group(3).contains("PpAbiError *") ? function.parameters() - 1 : -1);
        }
    }

    /** Views and instances are two words each (docs/abi.md 5.9). */
    private static int words(String parameters) {
        int words = 1;
        for (String each : parameters.replace("`", "").split(",")) {
            boolean two = each.strip().startsWith("PpStringView") || each.strip().equals("PpGuestContractInstance");
            words += each.isBlank() ? 0 : two ? 2 : 1;
        }
        return words;
    }

    private static Shape shape(String result) {
        if (result.isBlank()) {
            return Shape.VOID;
        }
        return result.strip().startsWith("`PpArray`") ? Shape.STRUCT24 : Shape.WORD;
    }

    private static List<TableFunction> table() {
        try (JnaBackend backend = new JnaBackend(); FloatingPointWatch watch = new FloatingPointWatch(backend)) {
            Pins<Object> pins = new Pins<>(new Epoch(), HomeSlots.Plan.NONE, 64, (memory) -> memory);
            CallStacks stacks = new CallStacks(pins.homes(), watch);
            UpcallGuard guard = new UpcallGuard(backend, stacks);
            NativeInstances lifecycle = new NativeInstances(backend, stacks);
            ProcessMemory process = ProcessMemory.open(backend);
            GuestMemory memory = new GuestMemory(backend);
            HostServices services = new HostServices(backend, process, new RuntimeStore<>(pins, (revision) -> {
            }), guard, stacks.callers(), new StaticTexts(backend, guard), memory, null,
                    new GuestTables(backend, new NativePeers(backend, guard, lifecycle, memory, process)),
                    new LastError(), null, 0);
            return new HostFunctions(services, lifecycle).table();
        }
    }

}
