package io.polyplug.hostapi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The functions by which guests find contracts, bundles and what they depend on
 * (docs/abi.md 7.5 to 7.11).
 */
class LookupTests {

    private static final long RELOAD_TEST = GuestContractId.of("reload.test", 1).value();

    private static final long EVERYTHING = GuestContractId.of("demo.Everything", 1).value();

    private static final long OWN = GuestContractId.of("demo.HostApi", 1).value();

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("everything", "reload-v1", "hostapi");

    private PolyplugRuntime runtime() {
        return this.polyplug.runtime();
    }

    private HostApiGuest guest() {
        return this.polyplug.contract(HostApiGuest.class);
    }

    private GuestContractHandle handleOf(long contract) {
        return runtime().findGuestContract(new GuestContractId(contract), 0).orElseThrow();
    }

    private static List<Long> words(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<Long> words = new ArrayList<>();
        while (buffer.hasRemaining()) {
            words.add(buffer.getLong());
        }
        return words;
    }

    @Test
    @DisplayName("L-05, L-18: in init only what the manifest declares is found")
    void initSeesDeclaredContractsOnly() {
        HostApiGuest guest = guest();
        assertThat(guest.foundInInit(0)).as("declared").isEqualTo(handleOf(RELOAD_TEST).packed());
        assertThat(guest.allInInit(0)).isEqualTo(1);
        assertThat(guest.foundInInit(1)).as("undeclared, though loaded").isEqualTo(HostApiGuest.NULL_HANDLE);
        assertThat(guest.allInInit(1)).isZero();
        assertThat(guest.foundInInit(2)).as("the own, just registered").isEqualTo(HostApiGuest.NULL_HANDLE);
        assertThat(guest.allInInit(2)).isZero();
    }

    @Test
    @DisplayName("L-10, L-18, S-01: after init everything is found, by guests as by Java")
    void everythingIsFoundAfterInit() {
        assertThat(guest().find(EVERYTHING, 0)).isEqualTo(handleOf(EVERYTHING).packed());
        assertThat(guest().find(OWN, 0)).isEqualTo(handleOf(OWN).packed());
        assertThat(words(guest().findAll(EVERYTHING, 0))).containsExactly(handleOf(EVERYTHING).packed());
    }

    @Test
    @DisplayName("S-23, FF-33: the version asked for is the least major version")
    void majorVersionIsAFloor() {
        assertThat(guest().find(EVERYTHING, 1)).isEqualTo(handleOf(EVERYTHING).packed());
        assertThat(guest().find(EVERYTHING, 2)).isEqualTo(HostApiGuest.NULL_HANDLE);
        assertThat(guest().find(EVERYTHING, -1)).as("4294967295").isEqualTo(HostApiGuest.NULL_HANDLE);
        assertThat(guest().findAll(EVERYTHING, 2)).isEmpty();
    }

    @Test
    @DisplayName("FF-05, FF-18, FF-32, S-30: an unknown contract gives the null handle and the empty array")
    void unknownContract() {
        guest().lastErrorText();
        assertThat(guest().find(12345, 0)).isEqualTo(HostApiGuest.NULL_HANDLE);
        assertThat(guest().findAll(12345, 0)).isEmpty();
        assertThat(guest().errorLength()).as("finding writes no last error").isZero();
    }

    @Test
    @DisplayName("LY-04: arrays say the alignment of their items, empty or not")
    void arraysSayTheirAlignment() {
        assertThat(guest().arrayAlign(0)).as("handles").isEqualTo(4);
        assertThat(guest().arrayAlign(1)).as("ids").isEqualTo(8);
        assertThat(guest().arrayAlign(2)).as("dependencies").isEqualTo(8);
    }

    @Test
    @DisplayName("S-06: a resolved table is a copy that stays where it is")
    void resolvedTableIsStable() {
        long table = guest().resolve(handleOf(RELOAD_TEST).packed());
        assertThat(table).isNotZero();
        assertThat(guest().resolve(handleOf(RELOAD_TEST).packed())).isEqualTo(table);
        assertThat(guest().resolve(handleOf(EVERYTHING).packed())).isNotEqualTo(table);
        assertThat(guest().callPeer(handleOf(RELOAD_TEST).packed(), 0)).isEqualTo(100);
    }

    @Test
    @DisplayName("FF-12, FF-19, FF-30, FF-31, S-02, S-15, S-32: handles that name nothing resolve to null, without a last error")
    void handlesThatNameNothing() {
        guest().lastErrorText();
        assertThat(guest().resolve(HostApiGuest.NULL_HANDLE)).isZero();
        assertThat(guest().resolve(-1)).isZero();
        assertThat(guest().resolve(new GuestContractHandle(999_999_999, 0).packed())).isZero();
        assertThat(guest().resolve(new GuestContractHandle(handleOf(EVERYTHING).index(), 1).packed()))
            .as("another generation")
            .isZero();
        assertThat(guest().errorLength()).isZero();
    }

    @Test
    @DisplayName("S-11, S-13: a handle turns stale when its bundle is unloaded")
    void handleTurnsStale() {
        long packed = handleOf(EVERYTHING).packed();
        assertThat(guest().resolve(packed)).isNotZero();
        runtime().unloadBundle("everything");
        assertThat(guest().resolve(packed)).isZero();
        assertThat(guest().find(EVERYTHING, 0)).isEqualTo(HostApiGuest.NULL_HANDLE);
        assertThat(catchThrowableOfType(GuestCallException.class, () -> guest().callPeer(packed, 0)).code())
            .isEqualTo(5);
        this.polyplug.load("everything");
        assertThat(guest().resolve(packed)).as("not even after it came back").isZero();
    }

    @Test
    @DisplayName("W-10: bundles are listed while they are loaded")
    void bundlesAreListedWhileTheyAreLoaded() {
        assertThat(words(guest().listBundles())).containsExactlyInAnyOrder(BundleId.of("everything").value(),
                BundleId.of("reload").value(), BundleId.of("hostapi").value());
        runtime().unloadBundle("everything");
        assertThat(words(guest().listBundles())).containsExactlyInAnyOrder(BundleId.of("reload").value(),
                BundleId.of("hostapi").value());
    }

    @Test
    @DisplayName("W-09, AB-39, LY-06: dependencies are told during the first init, with contract and major version; later none")
    void dependenciesAreToldInInit() {
        List<Long> told = words(guest().dependenciesInInit());
        assertThat(told).hasSize(3);
        assertThat(told.get(0)).as("contract").isEqualTo(RELOAD_TEST);
        assertThat(told.get(1).intValue()).as("least major version").isEqualTo(1);
        assertThat(told.get(2)).as("any provider").isZero();
        assertThat(guest().dependencies()).isEmpty();
    }

    @Test
    @DisplayName("AB-40: a dependency by bundle is told with the bundle's id")
    void dependencyByBundleIsTold() throws IOException {
        Path manifest = this.polyplug.folderOf("hostapi").resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest)
            .replace("[[dependency]]", "[[dependency]]\nbundle = \"reload\"\nbundle_id = 0x" + BundleId.of("reload")));
        runtime().unloadBundle("hostapi");
        this.polyplug.load("hostapi");
        assertThat(words(guest().dependenciesInInit())).hasSize(3)
            .startsWith(RELOAD_TEST)
            .endsWith(BundleId.of("reload").value());
    }

    @Test
    @DisplayName("L-28, LY-09, AB-56: init gets the bundle's id and the absolute path of its private folder")
    void initGetsIdAndPath() {
        assertThat(guest().bundleId()).isEqualTo(BundleId.of("hostapi").value());
        Path path = Path.of(guest().bundlePath());
        assertThat(path).isAbsolute().isDirectory().startsWith(this.polyplug.workDirectory());
        assertThat(path.resolve("libhostapi.so"))
            .hasSameBinaryContentAs(this.polyplug.folderOf("hostapi").resolve("libhostapi.so"));
        assertThat(path.resolve("manifest.toml")).exists();
    }

    @Test
    @DisplayName("the revision that guests read is the runtime's, and every change moves it")
    void revisionIsTheRuntimes() {
        long first = guest().revision();
        assertThat(first).isEqualTo(runtime().revision());
        runtime().unloadBundle("everything");
        long second = guest().revision();
        assertThat(second).isEqualTo(runtime().revision()).isGreaterThan(first);
        this.polyplug.load("everything");
        assertThat(guest().revision()).isEqualTo(runtime().revision()).isGreaterThan(second);
    }

    @Test
    @DisplayName("L-19, L-21: a dependent that is loaded after its provider finds it in its init and calls it later")
    void dependentFindsItsProvider() {
        this.polyplug.load("consumer");
        Consumer consumer = this.polyplug.contract(Consumer.class);
        assertThat(consumer.foundInInit()).isTrue();
        assertThat(consumer.version()).isEqualTo(100);
        assertThat(consumer.remembered()).isEqualTo(100);
        assertThat(consumer.dependenciesInInit()).isEqualTo(1);
    }

    @Test
    @DisplayName("L-20: without its provider a dependent loads all the same, finds nothing in its init, and can call it later")
    void dependentWithoutProvider() {
        runtime().unloadBundleCascade("reload");
        this.polyplug.load("consumer");
        Consumer consumer = this.polyplug.contract(Consumer.class);
        assertThat(consumer.foundInInit()).isFalse();
        assertThat(catchThrowableOfType(GuestCallException.class, consumer::version).code()).isEqualTo(4);
        assertThat(catchThrowableOfType(GuestCallException.class, consumer::remembered).code()).isEqualTo(5);
        this.polyplug.load("reload-v1");
        assertThat(consumer.version()).isEqualTo(100);
    }

    /** The functions of the fixture {@code consumer}. */
    @GuestContract(name = "demo.Consumer", version = "1.0")
    interface Consumer {

        @ContractFunction(0)
        int version();

        @ContractFunction(1)
        boolean foundInInit();

        @ContractFunction(2)
        int remembered();

        @ContractFunction(3)
        long dependenciesInInit();

    }

}
