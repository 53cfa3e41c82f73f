package io.polyplug.hostapi;

import io.polyplug.BundleInfo;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContractId;
import io.polyplug.error.BundleLoadException;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code register_guest_contract}, {@code register_host_contract} and
 * {@code register_loader} (docs/abi.md 7.2, 7.14, 7.15).
 */
class RegistrationTests {

    private static final long MADE = HostContractId.of("guest.Made", 1).value();

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("hostapi");

    private HostApiGuest guest() {
        return this.polyplug.contract(HostApiGuest.class);
    }

    private static long told(int code) {
        return code | HostApiGuest.WITH_MESSAGE;
    }

    @Test
    @DisplayName("L-26, FF-14, LY-08: what init registers is there, with its functions")
    void registeredInInitIsPublished() {
        BundleInfo info = this.polyplug.runtime().bundle("hostapi").orElseThrow();
        assertThat(info.contracts()).singleElement().satisfies((contract) -> {
            assertThat(contract.name()).isEqualTo("demo.HostApi");
            assertThat(contract.id()).isEqualTo(GuestContractId.of("demo.HostApi", 1));
            assertThat(contract.version()).hasToString("1.0.0");
            assertThat(contract.functionCount()).isEqualTo(38);
        });
    }

    @ParameterizedTest(name = "case {0}: {3}")
    @CsvSource({ "0, 7, false, own contract again", "1, 8, true, null descriptor", "2, 8, true, null interface",
            "3, 8, true, no create_instance", "4, 8, true, no destroy_instance",
            "5, 8, true, functions null though counted", "6, 8, true, a null entry",
            "7, 8, true, VM dispatch without call", "8, 1, true, empty contract name",
            "9, 1, false, contract name not UTF-8", "10, 1, false, dispatch type 7",
            "11, 1, false, descriptor name not UTF-8", "12, 1, false, own id under another name",
            "13, 1, false, null self", "14, 1, true, null contract name", "16, 0, false, without out_err" })
    @DisplayName("FF-22, FF-23, FF-24, FF-25, FF-26, FF-27, FF-28, S-03, S-04, S-05, W-13, AB-28: what init may not register")
    void registeringInInit(int which, int code, boolean told, String what) {
        assertThat(guest().registeredInInit(which)).as(what).isEqualTo(told ? told(code) : code);
    }

    @Test
    @DisplayName("FF-22: nothing is left of what was refused")
    void refusedRegistrationsLeaveNothing() {
        assertThat(this.polyplug.runtime().findAllGuestContracts(GuestContractId.of("demo.HostApi", 1), 0)).hasSize(1);
        assertThat(this.polyplug.runtime().findAllGuestContracts(GuestContractId.of("demo.HostApi.Bad", 1), 0))
            .isEmpty();
    }

    @ParameterizedTest(name = "case {0}: {3}")
    @CsvSource({ "1, 8, true, null descriptor", "2, 8, true, null interface", "3, 8, true, no create_instance",
            "4, 8, true, no destroy_instance", "5, 8, true, functions null though counted", "6, 8, true, a null entry",
            "7, 8, true, VM dispatch without call", "8, 1, true, empty contract name", "13, 1, false, null self",
            "14, 1, true, null contract name" })
    @DisplayName("FF-22, FF-23, FF-24, FF-25, FF-26, FF-27, FF-28: the arguments are checked first, whenever it is")
    void malformedRegistrationLater(int which, int code, boolean told, String what) {
        guest().lastErrorText();
        assertThat(guest().registerNow(which)).as(what).isEqualTo(told ? told(code) : code);
        assertThat(guest().errorLength()).as("the text came with the code").isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 9, 10, 11, 12, 15, 16 })
    void registeringOutsideOfInitIsRefused(int which) {
        long revision = this.polyplug.runtime().revision();
        assertThat(guest().registerNow(which)).isEqualTo((which == 16) ? 0 : 1);
        assertThat(guest().lastErrorText()).startsWith("registration outside of polyplug_init")
            .contains("on the thread that runs polyplug_init");
        assertThat(this.polyplug.runtime().findGuestContract(GuestContractId.of("demo.HostApi.Extra", 1), 0)).isEmpty();
        assertThat(this.polyplug.runtime().revision()).isEqualTo(revision);
    }

    @Test
    @DisplayName("LE-14, ER-16: a duplicate says so in the last error, and fails the load of a guest that passes it on")
    void duplicateProviderIsTold() {
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.polyplug.load("reload-duplicate"))
            .withMessageContaining("init failed for bundle 'reload'")
            .withMessageContaining("error code 7");
        assertThat(guest().lastErrorText()).contains("duplicate provider", "'reload.test'", "bundle 'reload'");
    }

    @Test
    @DisplayName("ER-05, ER-15: refusals during init are logged as errors, each with its reason")
    void refusalsAreLogged() {
        this.polyplug.runtime().unloadBundle("hostapi");
        try (CapturedLog log = CapturedLog.of("polyplug.registry")) {
            this.polyplug.load("hostapi");
            assertThat(log.lines()).allSatisfy((line) -> assertThat(line).startsWith("ERROR "));
            assertThat(log.lines()).anySatisfy((line) -> assertThat(line).contains("duplicate provider"))
                .anySatisfy((line) -> assertThat(line).contains("invalid UTF-8"))
                .anySatisfy((line) -> assertThat(line).contains("invalid dispatch_type: 7"))
                .anySatisfy((line) -> assertThat(line).contains("'demo.HostApi.Bad'",
                        "id " + GuestContractId.of("demo.HostApi", 1),
                        "is " + GuestContractId.of("demo.HostApi.Bad", 1)));
        }
    }

    @Test
    @DisplayName("HC-35, HC-07: what a guest may offer to other guests, and what not")
    void hostContractsOfGuests() {
        HostApiGuest guest = guest();
        guest.lastErrorText();
        assertThat(guest.getHost(MADE, 0)).isZero();
        guest.lastErrorText();
        assertThat(guest.registerHost(0)).as("first").isZero();
        assertThat(guest.registerHost(1)).as("again").isEqualTo(told(1));
        assertThat(guest.registerHost(2)).as("null interface").isEqualTo(told(8));
        assertThat(guest.registerHost(3)).as("no create_instance").isEqualTo(told(8));
        assertThat(guest.registerHost(4)).as("functions null though counted").isEqualTo(told(8));
        assertThat(guest.registerHost(5)).as("null self").isEqualTo(told(8));
        assertThat(guest.errorLength()).as("no last error").isZero();
        assertThat(guest.getHost(MADE, 1 << 16)).isNotZero().isEqualTo(guest.getHost(MADE, 0));
        assertThat(guest.resolveHost(MADE, 0)).isNotZero();
    }

    @Test
    void hostContractOfAGuestGoesWithIt() {
        this.polyplug.runtime().unloadBundle("hostapi");
        this.polyplug.load("hostapi");
        assertThat(guest().registerHost(0)).isZero();
        this.polyplug.runtime().unloadBundle("hostapi");
        this.polyplug.load("hostapi");
        assertThat(guest().getHost(MADE, 0)).isZero();
        assertThat(guest().registerHost(0)).as("the id is free again").isZero();
    }

    @Test
    @DisplayName("loaders are refused, with the reason")
    void loadersAreRefused() {
        assertThat(guest().registerLoader(0)).isEqualTo(told(8));
        guest().lastErrorText();
        assertThat(guest().registerLoader(0x1234)).as("not followed").isEqualTo(1);
        assertThat(guest().lastErrorText()).contains("register_loader is not possible", "polyplug for Java");
    }

}
