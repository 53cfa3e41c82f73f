package io.polyplug.contract;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handles and their packed form.
 */
class GuestContractHandleTests {

    @Test
    @DisplayName("AB-30: the null handle is null, slot 0 is not")
    void nullHandle() {
        assertThat(GuestContractHandle.NULL.isNull()).isTrue();
        assertThat(new GuestContractHandle(0, 0).isNull()).isFalse();
    }

    @Test
    @DisplayName("AB-30: only the index makes a handle null")
    void generationDoesNotMatterForNull() {
        assertThat(new GuestContractHandle(0xFFFFFFFF, 7).isNull()).isTrue();
        assertThat(new GuestContractHandle(7, 0xFFFFFFFF).isNull()).isFalse();
    }

    @Test
    @DisplayName("LY-10: the index lies in the low half of the word, the generation in the high half")
    void packedForm() {
        assertThat(new GuestContractHandle(1, 2).packed()).isEqualTo(0x0000_0002_0000_0001L);
        assertThat(new GuestContractHandle(-2, -3).packed()).isEqualTo(0xFFFF_FFFD_FFFF_FFFEL);
        assertThat(GuestContractHandle.NULL.packed()).isEqualTo(0x0000_0000_FFFF_FFFFL);
    }

    @Test
    void packingKeepsEveryBit() {
        for (GuestContractHandle handle : new GuestContractHandle[] { new GuestContractHandle(0, 0),
                new GuestContractHandle(5, 9), new GuestContractHandle(Integer.MIN_VALUE, Integer.MAX_VALUE),
                new GuestContractHandle(-1, -1), GuestContractHandle.NULL }) {
            assertThat(GuestContractHandle.ofPacked(handle.packed())).isEqualTo(handle);
        }
    }

}
