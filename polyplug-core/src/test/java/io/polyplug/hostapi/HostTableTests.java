package io.polyplug.hostapi;

import java.nio.ByteBuffer;
import java.util.List;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContractId;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.hostcontract.Greeter;
import io.polyplug.jna.JnaBackend;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables that guests hold, byte by byte, their memory, and calls without the table
 * itself (docs/abi.md 3.2, 3.3, 3.4, 7.1, 7.3, 7.4).
 */
class HostTableTests {

    private static final NativeBackend backend = new JnaBackend();

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("reload-v1", "hostapi")
        .configured((builder) -> builder.hostContract(Greeter.class, new Greeter.Friendly()));

    private final HostApiGuest guest = polyplug.contract(HostApiGuest.class);

    @AfterAll
    static void closeBackend() {
        backend.close();
    }

    @Test
    @DisplayName("FF-13, FF-14, AB-50, AB-51, AB-52, LY-19, LY-26: 21 functions between the runtime and a null")
    void hostTable() {
        long table = this.guest.table(0);
        assertThat(table % 8).isZero();
        assertThat(this.guest.table(1)).as("runtime").isNotZero().isEqualTo(backend.getWord(table));
        for (int offset = 8; offset <= 168; offset += 8) {
            assertThat(backend.getWord(table + offset)).as("function at %s", offset).isNotZero();
        }
        assertThat(this.guest.table(2)).as("reserved").isZero();
        assertThat(backend.getWord(table + 176)).isZero();
    }

    @Test
    @DisplayName("LY-20, HC-18: the table of a host contract")
    void hostContractTable() {
        long id = HostContractId.of("host.Greeter", 1).value();
        ByteBuffer table = backend.view(this.guest.resolveHost(id, 0), 80);
        assertThat(table.getLong(0)).isEqualTo(id);
        assertThat(new int[] { table.getInt(8), table.getInt(12), table.getInt(16) }).containsExactly(1, 5, 0);
        assertThat(table.get(20)).as("singleton").isEqualTo((byte) 1);
        assertThat(table.getInt(24)).as("native dispatch").isZero();
        assertThat(table.getLong(48)).as("create_instance").isNotZero();
        assertThat(table.getLong(56)).as("destroy_instance").isNotZero();
        assertThat(table.getInt(64)).as("functions").isEqualTo(4);
        long functions = table.getLong(72);
        for (int i = 0; i < 4; i++) {
            assertThat(backend.getWord(functions + i * 8L)).as("function %s", i).isNotZero();
        }
    }

    @Test
    @DisplayName("HC-12, LY-21, LY-22: the factory in the table gives the token that get_host_contract gives")
    void hostContractFactory() {
        long id = HostContractId.of("host.Greeter", 1).value();
        long table = this.guest.resolveHost(id, 0);
        long out = backend.allocate(8, 8);
        try {
            backend.putWord(out, 0);
            backend.invoke(NativeBackend.Shape.VOID, backend.getWord(table + 48), 0, table, 0, out);
            assertThat(backend.getWord(out)).isEqualTo(this.guest.getHost(id, 0));
            backend.invoke(NativeBackend.Shape.VOID, backend.getWord(table + 56), 0, table, backend.getWord(out));
            assertThat(this.guest.getHost(id, 0)).as("destroying is nothing").isEqualTo(backend.getWord(out));
        }
        finally {
            backend.free(out);
        }
    }

    @Test
    @DisplayName("LY-11, LY-12, LY-15, LY-25: the table of a guest contract")
    void guestContractTable() {
        GuestContractId id = GuestContractId.of("reload.test", 1);
        GuestContractHandle handle = polyplug.runtime().findGuestContract(id, 0).orElseThrow();
        ByteBuffer table = backend.view(this.guest.resolve(handle.packed()), 56);
        assertThat(table.getLong(0)).isEqualTo(id.value());
        assertThat(new int[] { table.getInt(8), table.getInt(12), table.getInt(16) }).containsExactly(1, 0, 0);
        assertThat(table.getInt(20)).as("native dispatch").isZero();
        assertThat(table.getLong(24)).as("create_instance").isNotZero();
        assertThat(table.getLong(32)).as("destroy_instance").isNotZero();
        assertThat(table.getInt(40)).as("functions").isEqualTo(1);
        long function = backend.getWord(table.getLong(48));
        try (io.polyplug.EpochGuard guard = polyplug.runtime().pin()) {
            assertThat(polyplug.runtime().resolve(handle, guard).functionAddress(0)).isEqualTo(function);
        }
    }

    @Test
    @DisplayName("AB-38, LY-04: an array is a pointer, a length and the alignment of its items; without items the pointer is"
            + " null")
    void arrays() {
        long table = this.guest.table(0);
        long out = backend.allocate(24, 8);
        try {
            findAll(table, out, 12345);
            assertThat(words(out)).containsExactly(0L, 0L, 4L);
            findAll(table, out, GuestContractId.of("reload.test", 1).value());
            assertThat(words(out)).hasSize(3).endsWith(1L, 4L);
            long items = backend.getWord(out);
            assertThat(GuestContractHandle.ofPacked(backend.getWord(items)))
                .isEqualTo(polyplug.runtime().findGuestContract(GuestContractId.of("reload.test", 1), 0).orElseThrow());
            this.guest.release(items, 8, 4);
        }
        finally {
            backend.free(out);
        }
    }

    private static void findAll(long table, long out, long contract) {
        backend.invoke(NativeBackend.Shape.STRUCT24, backend.getWord(table + 40), out, table, contract, 0);
    }

    private static List<Long> words(long address) {
        return List.of(backend.getWord(address), backend.getWord(address + 8), backend.getWord(address + 16));
    }

    @ParameterizedTest(name = "function {0}: {2}")
    @CsvSource({ "1, 0x1, register_guest_contract", "3, 0x0, free", "4, 0xFFFFFFFF, find_guest_contract",
            "5, 0x0, find_all_guest_contracts", "6, 0x0, resolve_guest_contract", "7, 0x0, get_host_contract",
            "8, 0x0, resolve_host_contract_interface", "9, 0x0, list_bundles", "10, 0x0, get_dependencies",
            "11, 0x100000008, load_bundle", "12, 0x100000008, reload_bundle", "13, 0x100000008, register_host_contract",
            "14, 0x100000008, register_loader", "15, 0x0, get_last_error", "16, 0x14, get_error_len",
            "17, 0x100000008, unload_bundle", "18, 0x0, log", "19, 0x0, create_guest_instance",
            "20, 0x0, destroy_guest_instance", "21, 0x0, revision_counter" })
    @DisplayName("L-03, L-04, FF-14, FF-16, FF-20, FF-21, FF-29, LE-12: without the table as its first argument")
    void withoutSelf(int function, String expected, String name) {
        this.guest.lastErrorText();
        assertThat(this.guest.withoutSelf(function)).as(name).isEqualTo(Long.decode(expected));
        assertThat(this.guest.errorLength()).as("last error").isZero();
    }

    @Test
    @DisplayName("FF-14: alloc and free work without the table")
    void allocWithoutSelf() {
        assertThat(this.guest.withoutSelf(2)).isNotZero();
        long block = this.guest.allocateWithoutSelf(100, 16);
        assertThat(block).isNotZero();
        this.guest.releaseWithoutSelf(block, 100, 16);
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 4, 8, 16, 32, 64, 256, 4096, 1 << 16 })
    void blocksAreAligned(long align) {
        for (long size : new long[] { 1, 7, 100, 5000 }) {
            long block = this.guest.allocate(size, align);
            assertThat(block).isNotZero();
            assertThat(block % align).as("%s bytes", size).isZero();
            this.guest.release(block, size, align);
        }
    }

    @ParameterizedTest
    @CsvSource({ "0, 8", "8, 0", "8, 3", "8, 12", "0, 0", "9223372036854775807, 8", "-1, 1", "-8, 8", "8, -1",
            "8, 0x4000000000000000", "9223372036854775807, 4096", "4611686018427387904, 1" })
    void noBlockForWhatCannotBe(String size, String align) {
        assertThat(this.guest.allocate(Long.decode(size), Long.decode(align))).isZero();
    }

    @Test
    void freeingNothingIsNothing() {
        this.guest.release(0, 8, 8);
        this.guest.release(0, 0, 0);
        long block = this.guest.allocate(8, 8);
        this.guest.release(block, 0, 8);
        this.guest.release(block, 8, 3);
        this.guest.release(block, 8, 8);
    }

    @Test
    @DisplayName("DS-13, AB-48: what a bundle holds is counted")
    void heldBytesAreCounted() {
        long before = held();
        long block = this.guest.allocate(4096, 8);
        assertThat(held() - before).isEqualTo(4096);
        this.guest.release(block, 4096, 8);
        assertThat(held() - before).isZero();
    }

    private static long held() {
        return polyplug.runtime().statistics().guestBytes().get("hostapi");
    }

}
