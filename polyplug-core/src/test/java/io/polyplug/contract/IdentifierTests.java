package io.polyplug.contract;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Identifiers against known ones (docs/abi.md 6.2).
 */
class IdentifierTests {

    @ParameterizedTest
    @CsvSource({ "a, af63dc4c8601ec8c", "my-bundle, fe6226876e3a35b2", "polyplug-core, 6ef4aee714f5f991",
            "bundle-\ud83d\ude00, 3ae3ff7d29b861a5", "'', cbf29ce484222325", "image.decode@1, a1ba05dd7da18569" })
    @DisplayName("a bundle's id is the hash of its name's UTF-8, unchanged")
    void bundleIds(String name, String hex) {
        assertThat(BundleId.of(name)).hasToString(hex).isEqualTo(new BundleId(Long.parseUnsignedLong(hex, 16)));
    }

    @ParameterizedTest
    @CsvSource({ "logger, 1, a1adf81fd5134c83", "image.decode, 1, fbf31bf02e2ab1dc", "test.add, 1, 40244df59fcbecb6",
            "test.echo, 2, 1b2383c8c0b18d09", "demo.all, 1, 5d3e819837f325cd", "\u00e9cho, 1, 6759cc96ac1c244b" })
    @DisplayName("MF-22, MF-23: a guest contract's id is the hash of guest_contract:<name>@<major>")
    void guestContractIds(String name, int major, String hex) {
        assertThat(GuestContractId.of(name, major)).hasToString(hex)
            .isEqualTo(new GuestContractId(Long.parseUnsignedLong(hex, 16)));
    }

    @ParameterizedTest
    @CsvSource({ "logger, 1, ee2f1db90b2b5eff", "image.decode, 1, d2e65f854e222208",
            "host.logger, 2, f53eb6f28458556e" })
    @DisplayName("HC-30: a host contract's id is the hash of host_contract:<name>@<major>")
    void hostContractIds(String name, int major, String hex) {
        assertThat(HostContractId.of(name, major)).hasToString(hex)
            .isEqualTo(new HostContractId(Long.parseUnsignedLong(hex, 16)));
    }

    @Test
    @DisplayName("MF-24: another name or another major version is another id")
    void idsDiffer() {
        assertThat(GuestContractId.of("test.add", 1)).isNotEqualTo(GuestContractId.of("test.add", 2))
            .isNotEqualTo(GuestContractId.of("test.Add", 1))
            .isEqualTo(GuestContractId.of("test.add", 1));
    }

    @Test
    void idsAbove63BitsAreNegativeAndPrintedUnsigned() {
        BundleId id = BundleId.of("my-bundle");
        assertThat(id.value()).isNegative();
        assertThat(Long.toUnsignedString(id.value())).isEqualTo("18330255796463089074");
        assertThat(id).hasToString("fe6226876e3a35b2");
    }

    @Test
    void sixteenDigitsArePrintedAlways() {
        assertThat(new BundleId(0x1f)).hasToString("000000000000001f");
        assertThat(new GuestContractId(0)).hasToString("0000000000000000");
        assertThat(new HostContractId(-1)).hasToString("ffffffffffffffff");
    }

    @Test
    void majorVersionsAreUnsigned() {
        assertThat(GuestContractId.of("x", -1).value()).isEqualTo(Fnv1a.hash("guest_contract:x@4294967295"));
    }

}
