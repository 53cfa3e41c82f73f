package io.polyplug.hostcontract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.HostContractId;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.HostContractException;
import io.polyplug.hostapi.HostApiGuest;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.RuntimeExtension;
import io.polyplug.upcall.JavaFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Java objects that guests call.
 */
class HostContractTests {

    private static final long GREETER = HostContractId.of("host.Greeter", 1).value();

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("caller", "hostapi");

    private PolyplugRuntime runtime() {
        return this.polyplug.runtime();
    }

    private CallerGuest caller() {
        return this.polyplug.contract(CallerGuest.class);
    }

    private HostApiGuest hostApi() {
        return this.polyplug.contract(HostApiGuest.class);
    }

    private static GuestCallException failure(ThrowingCallable call) {
        return catchThrowableOfType(GuestCallException.class, call);
    }

    @Test
    @DisplayName("HC-06, HC-10, HC-15, HC-26: what was registered is found and called")
    void registeredContractIsCalled() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        assertThat(hostApi().getHost(GREETER, 0)).isNotZero();
        assertThat(caller().call("caf\u00e9")).isEqualTo("hello caf\u00e9");
        assertThat(caller().count(-1, 3)).isEqualTo(2);
        assertThat(caller().functions()).isEqualTo(4);
    }

    @Test
    @DisplayName("HC-11, HC-19, AB-53: nothing is found under an id that nobody registered")
    void unknownContractIsNotFound() {
        assertThat(hostApi().getHost(GREETER, 0)).isZero();
        assertThat(hostApi().resolveHost(GREETER, 0)).isZero();
        assertThat(failure(() -> caller().call("x")).code()).isEqualTo(100);
    }

    @Test
    @DisplayName("ER-24: what was not found is told in the last error, with id and version")
    void unknownContractIsTold() {
        String id = "id " + Long.toUnsignedString(GREETER) + " (" + HostContractId.of("host.Greeter", 1) + ")";
        hostApi().getHost(GREETER, 1 << 16 | 2);
        assertThat(hostApi().lastErrorText()).isEqualTo("host contract not found: " + id + ", version 1.2 or later");
        hostApi().resolveHost(GREETER, 3 << 16);
        assertThat(hostApi().lastErrorText())
            .isEqualTo("host contract interface not found: " + id + ", version 3.0 or later");
    }

    @Test
    @DisplayName("ER-25: a version that does not fit is told with id and both versions")
    void unfitVersionIsTold() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        hostApi().getHost(GREETER, version(1, 6));
        assertThat(hostApi().lastErrorText()).startsWith("host contract not found: ")
            .contains(HostContractId.of("host.Greeter", 1).toString(), "version 1.6 or later")
            .endsWith("version mismatch: 1.5 is registered");
        hostApi().resolveHost(GREETER, version(2, 0));
        assertThat(hostApi().lastErrorText()).contains("version 2.0 or later", "version mismatch: 1.5 is registered");
    }

    @Test
    @DisplayName("HC-01, HC-02, HC-03, HC-04, HC-05, HC-09, HC-22, HC-23, HC-24, HC-25, HC-32: equal major, at least the"
            + " minor, 0 for any")
    void versionsAreNegotiated() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        for (int fitting : new int[] { 0, version(1, 0), version(1, 4), version(1, 5) }) {
            assertThat(caller().find(fitting)).as("asking for %x", fitting).isZero();
        }
        for (int unfit : new int[] { version(1, 6), version(1, 65535), version(2, 0), version(2, 5), version(0, 1),
                version(65535, 0) }) {
            assertThat(caller().find(unfit)).as("asking for %x", unfit).isEqualTo(100);
        }
    }

    private static int version(int major, int minor) {
        return major << 16 | minor;
    }

    @Test
    @DisplayName("HC-07, HC-16, ER-23: a second registration is refused, with another version too, and changes nothing")
    void duplicateIsRefused() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        assertThatExceptionOfType(HostContractException.class)
            .isThrownBy(() -> runtime().registerHostContract(Greeter.class, new Greeter.Friendly()))
            .withMessageContaining("Host contract 'host.Greeter' 1")
            .withMessageContaining("duplicate")
            .withMessageContaining(HostContractId.of("host.Greeter", 1).toString())
            .satisfies((ex) -> assertThat(ex.contractName()).isEqualTo("host.Greeter"));
        assertThatExceptionOfType(HostContractException.class)
            .isThrownBy(() -> runtime().registerHostContract(OlderGreeter.class, (name) -> "never"));
        assertThat(caller().call("x")).isEqualTo("hello x");
    }

    @Test
    @DisplayName("HC-17, HC-14: several contracts, shared and not, stand side by side")
    void severalContracts() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        runtime().registerHostContract(Clock.class, () -> 7);
        runtime().registerHostContract(Session.class, () -> 8);
        assertThat(hostApi().getHost(GREETER, 0)).isNotZero();
        assertThat(hostApi().getHost(Clock.ID, 0)).isNotZero();
        assertThat(hostApi().getHost(Session.ID, 0)).isNotZero();
    }

    @Test
    @DisplayName("HC-08, HC-20, HC-21: unregistering says whether there was something, and it is gone")
    void unregistering() {
        assertThat(runtime().unregisterHostContract(Greeter.class)).isFalse();
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        assertThat(runtime().unregisterHostContract(Greeter.class)).isTrue();
        assertThat(runtime().unregisterHostContract(Greeter.class)).isFalse();
        assertThat(hostApi().getHost(GREETER, 0)).isZero();
        assertThat(failure(() -> caller().call("x")).code()).isEqualTo(100);
    }

    @Test
    void unregisteringByAnotherInterfaceOfTheSameNameDoesNothing() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        assertThat(runtime().unregisterHostContract(OlderGreeter.class)).isFalse();
        assertThat(caller().call("x")).isEqualTo("hello x");
    }

    @Test
    void guestsThatHoldAnUnregisteredContractGetCode100() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        caller().remember();
        assertThat(caller().remembered(20, 22)).isEqualTo(42);
        runtime().unregisterHostContract(Greeter.class);
        GuestCallException failure = failure(() -> caller().remembered(20, 22));
        assertThat(failure.code()).isEqualTo(100);
        assertThat(failure.guestMessage()).isEqualTo("host contract 'host.Greeter' is no longer registered");
    }

    @Test
    void guestsThatHoldAContractCallTheOneRegisteredNext() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        caller().remember();
        runtime().unregisterHostContract(Greeter.class);
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public int add(int a, int b) {
                return a * b;
            }
        });
        assertThat(caller().remembered(6, 7)).isEqualTo(42);
    }

    @Test
    @DisplayName("HC-31: after unregistering, the id can be registered with another version")
    void reRegistrationWithAnotherVersion() {
        runtime().registerHostContract(OlderGreeter.class, (name) -> "older " + name);
        assertThat(caller().find(version(1, 5))).isEqualTo(100);
        assertThat(caller().call("x")).isEqualTo("older x");
        assertThat(runtime().unregisterHostContract(OlderGreeter.class)).isTrue();
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        assertThat(caller().find(version(1, 5))).isZero();
        assertThat(caller().call("x")).isEqualTo("hello x");
    }

    @Test
    @DisplayName("HC-12: a shared contract gives every guest the same token, never null")
    void sharedToken() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        long token = hostApi().getHost(GREETER, 0);
        assertThat(token).isNotZero();
        assertThat(hostApi().getHost(GREETER, 0)).isEqualTo(token);
        assertThat(hostApi().getHost(GREETER, version(1, 5))).isEqualTo(token);
    }

    @Test
    @DisplayName("HC-13: a contract that is not shared gives each request a token of its own, never null")
    void tokensOfTheirOwn() {
        runtime().registerHostContract(Session.class, () -> 1);
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tokens.add(hostApi().getHost(Session.ID, 0));
        }
        assertThat(tokens).doesNotHaveDuplicates().doesNotContain(0L);
    }

    @Test
    void theSameJavaObjectIsBehindAllTokens() {
        List<String> names = Collections.synchronizedList(new ArrayList<>());
        runtime().registerHostContract(ManifoldGreeter.class, (name) -> {
            names.add(name);
            return name;
        });
        caller().call("a");
        caller().call("b");
        assertThat(names).containsExactly("a", "b");
    }

    @Test
    @DisplayName("HC-18: the table that a guest resolves stays where it is and does not change")
    void tableStaysWhereItIs() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        long table = hostApi().resolveHost(GREETER, 0);
        assertThat(table).isNotZero();
        runtime().unregisterHostContract(Greeter.class);
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        assertThat(hostApi().resolveHost(GREETER, version(1, 2))).isEqualTo(table);
    }

    @Test
    @DisplayName("DS-04, DS-06: what Java throws reaches the guest as code 3 with its text, and is logged")
    void exceptionsBecomeCode3() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        try (CapturedLog log = CapturedLog.of(JavaFunction.class)) {
            GuestCallException failure = failure(() -> caller().fails());
            assertThat(failure.code()).isEqualTo(3);
            assertThat(failure.guestMessage()).isEqualTo("java.lang.IllegalStateException: on purpose");
            assertThat(log.lines()).singleElement()
                .isEqualTo("WARN host contract 'host.Greeter' function 2 (fail) threw; the caller gets code 3");
            assertThat(log.events().get(0).getThrowableProxy().getMessage()).isEqualTo("on purpose");
            assertThat(caller().plusOne(1)).as("all goes on").isEqualTo(2);
        }
    }

    @Test
    void errorsAndCheckedExceptionsBecomeCode3Too() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public void fail() {
                throw new AssertionError("an error");
            }

            @Override
            public String greet(String name) {
                throw sneaky(new java.io.IOException("checked " + name));
            }
        });
        assertThat(failure(() -> caller().fails()).guestMessage()).isEqualTo("java.lang.AssertionError: an error");
        GuestCallException failure = failure(() -> caller().call("x"));
        assertThat(failure.code()).isEqualTo(3);
        assertThat(failure.guestMessage()).isEqualTo("java.io.IOException: checked x");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable ex) throws E {
        throw (E) ex;
    }

    @Test
    void exceptionThatCannotEvenBePrintedIsStillCode3() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public void fail() {
                throw new IllegalStateException("broken") {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String toString() {
                        throw new UnsupportedOperationException();
                    }
                };
            }
        });
        assertThat(failure(() -> caller().fails()).code()).isEqualTo(3);
        assertThat(caller().plusOne(1)).isEqualTo(2);
    }

    @Test
    void exceptionWhoseTextIsNoUtf8IsStillCode3() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public void fail() {
                throw new IllegalStateException("half \ud83d");
            }
        });
        assertThat(failure(() -> caller().fails()).code()).isEqualTo(3);
    }

    @Test
    void resultThatHasNoNativeFormIsAnErrorForTheGuest() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public String greet(String name) {
                return name.equals("null") ? null : "half \ud83d";
            }
        });
        GuestCallException none = failure(() -> caller().call("null"));
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.guestMessage())
            .startsWith("host contract 'host.Greeter' function 0 (greet): null is not allowed");
        assertThat(failure(() -> caller().call("half")).guestMessage()).contains("half a surrogate pair");
    }

    @Test
    void argumentThatIsNoTextIsAnErrorForTheGuest() {
        List<String> names = new ArrayList<>();
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public String greet(String name) {
                names.add(name);
                return name;
            }
        });
        BytesForText liar = this.polyplug.contract(BytesForText.class);
        GuestCallException failure = failure(() -> liar.call(new Bytes(new byte[] { 'o', 'k', (byte) 0xff })));
        assertThat(failure.code()).isEqualTo(1);
        assertThat(failure.guestMessage()).contains("function 0 (greet)").contains("not valid UTF-8");
        assertThat(names).isEmpty();
    }

    @Test
    void twoReturnedTextsAreValidAtTheSameTime() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        assertThat(caller().both("a", "b")).isEqualTo("hello a|hello b");
    }

    @Test
    @DisplayName("DS-11: an empty text comes back empty")
    void emptyTextIsReturned() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public String greet(String name) {
                return "";
            }
        });
        assertThat(caller().both("a", "b")).isEqualTo("|");
        assertThat(caller().borrowed("a")).isEmpty();
    }

    @Test
    void returnedTextIsBorrowedByTheGuestAndNeverFreedByTheCall() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        for (int i = 0; i < 5000; i++) {
            assertThat(caller().borrowed("n" + i)).isEqualTo("hello n" + i);
        }
    }

    @Test
    void manyReturnedTextsInOneCall() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        assertThat(caller().many("x", 3000)).isEqualTo(3000);
        String large = "y".repeat(1 << 20);
        assertThat(caller().many(large, 40)).as("more than 16 MiB").isEqualTo(40);
    }

    @Test
    void nestedCallsComeBackInOrder() {
        CallerGuest caller = caller();
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public String nest(String name) {
                return name.isEmpty() ? "." : name.charAt(0) + caller.nested(name.substring(1)) + caller.plusOne(1);
            }
        });
        assertThat(caller.nested("abcdef")).isEqualTo("abcdef.222222");
    }

    @Test
    @DisplayName("HC-33: an implementation may register another contract while it answers")
    void registeringFromWithin() {
        runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public String greet(String name) {
                runtime().registerHostContract(Clock.class, () -> 3);
                return name;
            }
        });
        caller().call("x");
        assertThat(hostApi().getHost(Clock.ID, 0)).isNotZero();
    }

    @Test
    void functionThatTheInterfaceLeavesOutIsCode6() {
        runtime().registerHostContract(Sparse.class, () -> {
        });
        GuestCallException failure = failure(() -> caller().call("x"));
        assertThat(failure.code()).as("below the highest id, without a method").isEqualTo(6);
        assertThat(failure(() -> caller().nested("x")).code()).as("beyond the table").isEqualTo(6);
        caller().fails();
    }

    @Test
    void implementationMustBeThere() {
        assertThatNullPointerException().isThrownBy(() -> runtime().registerHostContract(Greeter.class, null))
            .withMessage("implementation");
        assertThat(hostApi().getHost(GREETER, 0)).isZero();
    }

    @Test
    void interfaceMustBeAHostContract() {
        assertThatExceptionOfType(ContractDefinitionException.class)
            .isThrownBy(() -> runtime().registerHostContract(Runnable.class, () -> {
            }))
            .withMessageContaining("java.lang.Runnable")
            .withMessageContaining("@HostContract");
        assertThatExceptionOfType(ContractDefinitionException.class)
            .isThrownBy(() -> runtime().unregisterHostContract(Runnable.class));
    }

    @Test
    void contractsGivenToTheBuilderAreThereBeforeTheFirstBundle() {
        try (PolyplugRuntime built = PolyplugRuntime.builder()
            .workDirectory(this.polyplug.workDirectory().resolveSibling("other-work"))
            .hostContract(Greeter.class, new Greeter.Friendly())
            .build()) {
            built.loadBundle(this.polyplug.folderOf("caller"));
            assertThat(built.contract(CallerGuest.class).call("x")).isEqualTo("hello x");
        }
    }

    /** An earlier version of the same contract. */
    @HostContract(name = "host.Greeter", version = "1.0")
    interface OlderGreeter {

        @ContractFunction(0)
        String greet(String name);

    }

    /** The same contract, not shared. */
    @HostContract(name = "host.Greeter", version = "1.0", singleton = false)
    interface ManifoldGreeter {

        @ContractFunction(0)
        String greet(String name);

    }

    /** The same contract with one function in the middle. */
    @HostContract(name = "host.Greeter", version = "1.0")
    interface Sparse {

        @ContractFunction(2)
        void fail();

    }

    @HostContract(name = "host.Clock", version = "2.5")
    interface Clock {

        long ID = HostContractId.of("host.Clock", 2).value();

        @ContractFunction(0)
        long now();

    }

    @HostContract(name = "host.Session", version = "1.0", singleton = false)
    interface Session {

        long ID = HostContractId.of("host.Session", 1).value();

        @ContractFunction(0)
        long id();

    }

    /** Bytes lie like a text, with one word behind it. */
    record Bytes(byte[] data) {
    }

    /** Hands the guest bytes that it takes for a text and passes on. */
    @io.polyplug.contract.GuestContract(name = "demo.Caller", version = "1.0")
    interface BytesForText {

        @ContractFunction(0)
        String call(Bytes name);

    }

}
