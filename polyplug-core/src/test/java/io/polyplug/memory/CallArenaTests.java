package io.polyplug.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.polyplug.contract.Version;
import io.polyplug.jna.JnaBackend;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.store.CallRules;
import io.polyplug.store.Generation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arena that a call of a virtual machine gets: where pieces lie, and what it costs
 * the callee.
 */
class CallArenaTests {

    private static final int SIZE = 40;

    private static final int PRIMARY = 512;

    private static final int HEADER = 24;

    /** Stands for a host table, which the arena only passes on. */
    private static final long HOST = 0x1000;

    private final JnaBackend backend = new JnaBackend();

    private final BundleLedger ledger = new BundleLedger("machine");

    private final CallArena arena = CallArena.create(this.backend, new GuestMemory(this.backend),
            new Generation(this.ledger, new Version(1, 0, 0), 1, HOST, Set.of(), CallRules.USUAL));

    private final CallBlocks blocks = new CallBlocks(Runnable::run);

    @AfterEach
    void release() {
        this.arena.release(this.blocks);
        assertThat(this.ledger.heldBytes()).as("after the call").isZero();
        this.backend.close();
    }

    private long word(int offset) {
        return this.backend.getWord(this.arena.address() + offset);
    }

    private long primary() {
        return this.arena.address() + SIZE;
    }

    /** The overflow blocks, the newest first. */
    private List<Long> overflowBlocks() {
        List<Long> blocks = new ArrayList<>();
        for (long block = word(32); block != 0; block = this.backend.getWord(block)) {
            blocks.add(block);
        }
        return blocks;
    }

    /** Allocates and writes every byte. */
    private long allocate(int size, long align) {
        long address = this.arena.allocate(size, align);
        assertThat(address).isNotZero();
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) size);
        this.backend.copyIn(bytes, address);
        return address;
    }

    @Test
    @DisplayName("LY-05: cur, end, base, host and first block lie at 0, 8, 16, 24 and 32, the primary region behind them")
    void layout() {
        assertThat(word(0)).isEqualTo(primary());
        assertThat(word(8)).isEqualTo(primary() + PRIMARY);
        assertThat(word(16)).isEqualTo(primary());
        assertThat(word(24)).isEqualTo(HOST);
        assertThat(word(32)).isZero();
        allocate(PRIMARY + 1, 1);
        long block = word(32);
        assertThat(this.backend.getWord(block)).as("next").isZero();
        assertThat(this.backend.getWord(block + 8)).as("capacity").isEqualTo(4096);
        assertThat(this.backend.getWord(block + 16)).as("used").isEqualTo(HEADER + PRIMARY + 1);
    }

    @Test
    @DisplayName("AB-41: two pieces of eight bytes are neighbours, and need no block")
    void piecesAreNeighbours() {
        assertThat(allocate(8, 8)).isEqualTo(primary());
        assertThat(allocate(8, 8)).isEqualTo(primary() + 8);
        assertThat(overflowBlocks()).isEmpty();
        assertThat(this.ledger.heldBytes()).isZero();
    }

    @Test
    @DisplayName("AB-42: behind one byte an alignment of 16 is kept")
    void alignmentIsKept() {
        long first = allocate(1, 1);
        long second = allocate(16, 16);
        assertThat(second % 16).isZero();
        assertThat(second - first).isBetween(1L, 16L);
    }

    @ParameterizedTest
    @CsvSource({ "0, 8", "-1, 8", "8, 0", "8, 3", "8, -8", "9223372036854775807, 8" })
    @DisplayName("AB-43: nothing for size 0, nor for what cannot be")
    void nothingForNothing(long size, long align) {
        assertThat(this.arena.allocate(size, align)).isZero();
        assertThat(this.ledger.heldBytes()).isZero();
    }

    @Test
    @DisplayName("AB-44: the first overflow makes a block, a small piece goes into it, 4 096 bytes more make a second")
    void overflowChainsBlocks() {
        allocate(PRIMARY, 1);
        long first = allocate(100, 8);
        assertThat(overflowBlocks()).hasSize(1);
        assertThat(allocate(100, 8)).isEqualTo(first + 104);
        assertThat(overflowBlocks()).hasSize(1);
        allocate(4096, 8);
        assertThat(overflowBlocks()).hasSize(2);
        assertThat(allocate(16, 8)).as("the older block still has room").isEqualTo(first + 208);
    }

    @Test
    @DisplayName("AB-45: 64 KiB are one block, as large as it needs to be, on the callee's account")
    void hugePieceIsOneBlock() {
        allocate(1 << 16, 8);
        assertThat(overflowBlocks()).hasSize(1);
        long capacity = this.backend.getWord(overflowBlocks().get(0) + 8);
        assertThat(capacity).isBetween((1L << 16) + HEADER, (1L << 16) + HEADER + 16);
        assertThat(this.ledger.heldBytes()).isEqualTo(capacity);
    }

    @Test
    @DisplayName("AB-47: after the call all three blocks are given back")
    void blocksAreGivenBack() {
        for (int i = 0; i < 3; i++) {
            allocate(5000, 8);
        }
        assertThat(overflowBlocks()).hasSize(3);
        assertThat(this.ledger.heldBytes()).isGreaterThan(15_000);
    }

}
