package io.polyplug.hostcontract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.Crew;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.HostContractException;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.RuntimeExtension;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Host contracts whose objects are made when guests ask for them, and destroyed once.
 */
@Timeout(300)
class HostContractFactoryTests {

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("hostclient")
        .configured((builder) -> builder.hotReload(true));

    /** Every session that was made, in order. */
    private final List<Session> made = new CopyOnWriteArrayList<>();

    private PolyplugRuntime runtime() {
        return this.polyplug.runtime();
    }

    private HostClientGuest client() {
        return this.polyplug.contract(HostClientGuest.class);
    }

    private Session make() {
        Session session = new Session(this.made.size() + 1);
        this.made.add(session);
        return session;
    }

    private List<Integer> closings() {
        return this.made.stream().map((each) -> each.closings.get()).toList();
    }

    private static GuestCallException failure(ThrowingCallable call) {
        return catchThrowableOfType(GuestCallException.class, call);
    }

    private void assertNotFound(long table, long token) {
        GuestCallException failure = failure(() -> client().call(table, token, 0));
        assertThat(failure).as("calling with token %s", token).isNotNull();
        assertThat(failure.code()).isEqualTo(100);
    }

    private void awaitReclamation() {
        assertThat(runtime().awaitReclamation(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    @DisplayName("HC-13, AB-53: each request makes an object, and calls reach it through its token")
    void eachRequestMakesAnObject() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        assertThat(this.made).as("before the first request").isEmpty();
        long table = client().table(Numbered.class);
        long first = client().open(Numbered.class);
        long second = client().open(Numbered.class);
        long third = client().openElsewhere(Session.ID, 1 << 16);
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates().doesNotContain(0L);
        assertThat(client().call(table, second, 0)).isEqualTo(2);
        assertThat(client().call(table, first, 0)).isEqualTo(1);
        assertThat(client().call(table, third, 0)).isEqualTo(3);
        assertThat(client().call(table, first, 0)).isEqualTo(1);
        assertThat(closings()).containsExactly(0, 0, 0);
    }

    @Test
    @DisplayName("W-15: what a guest destroys is closed once, the others live on; its token gets code 100 from then on")
    void guestDestroysWhatItGot() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        long table = client().table(Numbered.class);
        long first = client().open(Numbered.class);
        long second = client().open(Numbered.class);
        client().giveBack(table, first);
        assertThat(closings()).containsExactly(1, 0);
        client().giveBack(table, first);
        assertThat(closings()).containsExactly(1, 0);
        assertThat(failure(() -> client().call(table, first, 0)).guestMessage())
            .isEqualTo("host contract 'host.Session' was called on an instance that it does not have, or not any more");
        assertNotFound(table, first);
        assertThat(client().call(table, second, 0)).isEqualTo(2);
        assertThat(client().open(Numbered.class)).as("a new token").isNotEqualTo(first);
    }

    @Test
    void tokensThatNameNothingGetCode100() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        runtime().registerHostContractFactory(OtherNumbered.class, this::make);
        long table = client().table(Numbered.class);
        long foreign = client().open(OtherNumbered.class);
        assertNotFound(table, 0);
        assertNotFound(table, 12345);
        assertNotFound(table, table);
        assertNotFound(table, foreign);
        client().giveBack(table, foreign);
        client().giveBack(table, 0);
        assertThat(closings()).containsExactly(0);
    }

    @Test
    void factoryOfTheTableMakesObjectsAsWell() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        long table = client().table(Numbered.class);
        long token = client().create(table);
        assertThat(client().call(table, token, 0)).isEqualTo(1);
        client().giveBack(table, token);
        assertThat(closings()).containsExactly(1);
        long kept = client().create(table);
        runtime().unloadBundle("hostclient");
        awaitReclamation();
        assertThat(kept).isNotZero();
        assertThat(closings()).containsExactly(1, 1);
    }

    @Test
    @DisplayName("W-15: what a bundle leaves behind is closed when its generation is reclaimed, after the guest's own"
            + " destructor, which may still call it")
    void unloadingClosesWhatIsLeft() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        long table = client().table(Numbered.class);
        long first = client().open(Numbered.class);
        client().openElsewhere(Session.ID, 0);
        client().atTheEnd(table, first);
        runtime().unloadBundle("hostclient");
        awaitReclamation();
        assertThat(this.made.get(0).events).containsExactly("called", "closed");
        assertThat(closings()).containsExactly(1, 1);
    }

    @Test
    @DisplayName("W-15: a reload closes what the replaced generation had, and nothing of the next one's")
    void reloadClosesWhatTheReplacedGenerationHad() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        client().open(Numbered.class);
        runtime().reloadBundle("hostclient");
        awaitReclamation();
        assertThat(closings()).containsExactly(1);
        long table = client().table(Numbered.class);
        long next = client().open(Numbered.class);
        assertThat(closings()).containsExactly(1, 0);
        assertThat(client().call(table, next, 0)).isEqualTo(2);
    }

    @Test
    @DisplayName("W-15: unregistering closes everything, and a later registration makes anew")
    void unregisteringClosesEverything() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        long table = client().table(Numbered.class);
        long first = client().open(Numbered.class);
        client().open(Numbered.class);
        assertThat(runtime().unregisterHostContract(Numbered.class)).isTrue();
        assertThat(closings()).containsExactly(1, 1);
        assertThat(failure(() -> client().call(table, first, 0)).guestMessage())
            .isEqualTo("host contract 'host.Session' is no longer registered");
        assertThat(client().open(Numbered.class)).isZero();
        assertThat(client().create(table)).isZero();
        client().giveBack(table, first);

        runtime().registerHostContractFactory(Numbered.class, this::make);
        assertNotFound(table, first);
        assertThat(client().call(table, client().open(Numbered.class), 0)).isEqualTo(3);
        runtime().unloadBundle("hostclient");
        awaitReclamation();
        assertThat(closings()).containsExactly(1, 1, 1);
    }

    @Test
    @DisplayName("W-15: closing the runtime closes everything once")
    void closingTheRuntimeClosesEverything() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        runtime().registerHostContractFactory(Shared.class, this::make);
        client().open(Numbered.class);
        client().open(Shared.class);
        client().open(Numbered.class);
        runtime().close();
        assertThat(closings()).containsExactly(1, 1, 1);
    }

    @Test
    @DisplayName("HC-12, W-15: a singleton is made at the first request, closed with its registration and made anew after"
            + " the next one")
    void singletonIsMadeOnceARegistration() {
        runtime().registerHostContractFactory(Shared.class, this::make);
        assertThat(this.made).isEmpty();
        long table = client().table(Shared.class);
        long token = client().open(Shared.class);
        assertThat(client().open(Shared.class)).isEqualTo(token);
        assertThat(client().openElsewhere(Shared.ID, 0)).isEqualTo(token);
        assertThat(client().create(table)).isEqualTo(token);
        assertThat(this.made).hasSize(1);
        client().giveBack(table, token);
        assertThat(closings()).as("one guest does not take it from the others").containsExactly(0);
        runtime().reloadBundle("hostclient");
        awaitReclamation();
        assertThat(client().call(table, token, 0)).isEqualTo(1);

        assertThat(runtime().unregisterHostContract(Shared.class)).isTrue();
        assertThat(closings()).containsExactly(1);
        assertNotFound(table, token);
        runtime().registerHostContractFactory(Shared.class, this::make);
        assertThat(this.made).hasSize(1);
        assertThat(client().call(table, token, 0)).as("who kept the token calls the next one").isEqualTo(2);
        assertThat(client().open(Shared.class)).isEqualTo(token);
        assertThat(this.made).hasSize(2);
    }

    @Test
    @DisplayName("HC-34: a factory that throws or returns null gives a null instance, a last error and a log record; the"
            + " next request tries anew")
    void factoryThatFails() {
        AtomicInteger attempts = new AtomicInteger();
        runtime().registerHostContractFactory(Shared.class, () -> switch (attempts.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("no connection");
            case 2 -> null;
            default -> make();
        });
        try (CapturedLog log = CapturedLog.of("polyplug.host")) {
            assertThat(client().open(Shared.class)).isZero();
            assertThat(client().lastError())
                .isEqualTo("host contract 'host.Shared' has no instance: its factory failed:"
                        + " java.lang.IllegalStateException: no connection");
            assertThat(client().open(Shared.class)).isZero();
            assertThat(client().lastError())
                .isEqualTo("host contract 'host.Shared' has no instance: its factory returned null");
            assertThat(log.lines()).containsExactly(
                    "ERROR Host contract 'host.Shared' has no instance for generation 1 of bundle 'hostclient': its"
                            + " factory failed",
                    "ERROR Host contract 'host.Shared' has no instance for generation 1 of bundle 'hostclient': its"
                            + " factory returned null");
            assertThat(log.events().get(0).getThrowableProxy().getMessage()).isEqualTo("no connection");
        }
        assertThat(client().open(Shared.class)).isNotZero();
        assertThat(client().open(Shared.class)).isNotZero();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void factoryThatFailsForOneRequestServesTheNext() {
        AtomicInteger attempts = new AtomicInteger();
        runtime().registerHostContractFactory(Numbered.class, () -> {
            if (attempts.incrementAndGet() == 1) {
                throw new AssertionError("not yet");
            }
            return make();
        });
        long table = client().table(Numbered.class);
        assertThat(client().open(Numbered.class)).isZero();
        assertThat(client().lastError()).contains("java.lang.AssertionError: not yet");
        assertThat(client().create(table)).isNotZero();
        assertThat(this.made).hasSize(1);
    }

    @Test
    void factoryOfAnotherTypeIsAFailure() {
        @SuppressWarnings({ "unchecked", "rawtypes" })
        Class<Object> type = (Class) Numbered.class;
        runtime().registerHostContractFactory(type, () -> "a text");
        assertThat(client().open(Numbered.class)).isZero();
        assertThat(client().lastError()).contains("ClassCastException");
    }

    @Test
    @DisplayName("W-16: a singleton's factory may ask for other singletons; asking for itself brings nothing and no"
            + " deadlock")
    void factoriesMayAskForEachOther() {
        AtomicReference<Long> inner = new AtomicReference<>();
        AtomicReference<Long> itself = new AtomicReference<>();
        AtomicReference<String> error = new AtomicReference<>();
        runtime().registerHostContractFactory(OtherShared.class, this::make);
        runtime().registerHostContractFactory(Shared.class, () -> {
            inner.set(client().open(OtherShared.class));
            itself.set(client().open(Shared.class));
            error.set(client().lastError());
            return make();
        });
        assertThat(client().open(Shared.class)).isNotZero();
        assertThat(inner.get()).isNotZero();
        assertThat(itself.get()).isZero();
        assertThat(error.get())
            .startsWith("host contract 'host.Shared' has no instance: its factory asks for it itself");
        assertThat(this.made).hasSize(2);
    }

    @Test
    @DisplayName("W-16: a factory that takes long holds up who waits for its result and nobody else")
    void slowFactoryHoldsUpNobodyElse() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        runtime().registerHostContractFactory(OtherShared.class, this::make);
        runtime().registerHostContractFactory(Shared.class, () -> {
            inside.countDown();
            await(leave);
            return make();
        });
        List<Long> tokens = new CopyOnWriteArrayList<>();
        Crew waiting = Crew.start(4, (thread) -> tokens.add(client().open(Shared.class)));
        await(inside);
        assertThat(client().open(OtherShared.class)).isNotZero();
        runtime().registerHostContractFactory(Numbered.class, this::make);
        assertThat(client().open(Numbered.class)).isNotZero();
        assertThat(tokens).isEmpty();
        leave.countDown();
        waiting.join();
        assertThat(tokens).hasSize(4).doesNotContain(0L).containsOnly(tokens.get(0));
        assertThat(this.made).hasSize(3);
    }

    @Test
    @DisplayName("W-15, W-16: a singleton that is unregistered while it is being made is closed by who makes it, once")
    void unregisteredWhileItIsMade() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        runtime().registerHostContractFactory(Shared.class, () -> {
            inside.countDown();
            await(leave);
            return make();
        });
        AtomicReference<Long> token = new AtomicReference<>();
        Crew asking = Crew.startOne(() -> token.set(client().open(Shared.class)));
        await(inside);
        assertThat(runtime().unregisterHostContract(Shared.class)).isTrue();
        leave.countDown();
        asking.join();
        assertThat(token.get()).isZero();
        assertThat(closings()).containsExactly(1);
    }

    @Test
    @DisplayName("W-15: an object that a guest is calling is closed when the call has ended")
    void closedAfterTheCallsInIt() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        runtime().registerHostContractFactory(Numbered.class, () -> {
            Session session = make();
            session.whileCalled = () -> {
                inside.countDown();
                await(leave);
            };
            return session;
        });
        long table = client().table(Numbered.class);
        long token = client().open(Numbered.class);
        AtomicReference<Long> answer = new AtomicReference<>();
        Crew calling = Crew.startOne(() -> answer.set(client().call(table, token, 0)));
        await(inside);
        client().giveBack(table, token);
        assertNotFound(table, token);
        runtime().unregisterHostContract(Numbered.class);
        assertThat(closings()).containsExactly(0);
        leave.countDown();
        calling.join();
        assertThat(answer.get()).isEqualTo(1);
        assertThat(this.made.get(0).events).containsExactly("called", "closed");
    }

    @Test
    void destructionOfTheApplicationStandsForClosing() {
        List<Numbered> destroyed = new ArrayList<>();
        runtime().registerHostContractFactory(Numbered.class, this::make, destroyed::add);
        client().open(Numbered.class);
        runtime().unregisterHostContract(Numbered.class);
        assertThat(destroyed).containsExactlyElementsOf(this.made);
        assertThat(closings()).containsExactly(0);
    }

    @Test
    void destructionThatFailsIsLoggedAndHoldsUpNothing() {
        runtime().registerHostContractFactory(Numbered.class, () -> {
            Session session = make();
            session.whileClosed = () -> {
                throw new IllegalStateException("still open");
            };
            return session;
        });
        client().open(Numbered.class);
        client().open(Numbered.class);
        try (CapturedLog log = CapturedLog.of("polyplug.host")) {
            runtime().unloadBundle("hostclient");
            awaitReclamation();
            assertThat(log.lines())
                .containsOnly("ERROR An instance of host contract 'host.Session' could not be destroyed")
                .hasSize(2);
        }
        assertThat(closings()).containsExactly(1, 1);
    }

    @Test
    @DisplayName("HC-14: majors of one contract stand side by side, each with objects of its own")
    void majorsSideBySide() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        runtime().registerHostContract(NumberedNext.class, () -> 77);
        long old = client().open(Session.ID, 1 << 16);
        long next = client().open(NumberedNext.ID, 2 << 16);
        assertThat(client().open(Session.ID, 2 << 16)).as("the id tells the major").isZero();
        assertThat(client().call(client().table(Numbered.class), old, 0)).isEqualTo(1);
        assertThat(client().call(client().table(NumberedNext.class), next, 0)).isEqualTo(77);
        assertThat(runtime().unregisterHostContract(Numbered.class)).isTrue();
        assertThat(client().call(client().table(NumberedNext.class), next, 0)).isEqualTo(77);
    }

    @Test
    @DisplayName("HC-07, ER-23: a factory for a contract that is registered is refused and never asked")
    void duplicateIsRefused() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        assertThatExceptionOfType(HostContractException.class)
            .isThrownBy(() -> runtime().registerHostContractFactory(Numbered.class, () -> {
                throw new AssertionError("never");
            }))
            .withMessageContaining("duplicate");
        assertThat(client().open(Numbered.class)).isNotZero();
    }

    @Test
    void factoryGivenToTheBuilder() {
        try (PolyplugRuntime built = PolyplugRuntime.builder()
            .workDirectory(this.polyplug.workDirectory().resolveSibling("other-work"))
            .hostContractFactory(Numbered.class, this::make)
            .build()) {
            built.loadBundle(this.polyplug.folderOf("hostclient"));
            assertThat(built.contract(HostClientGuest.class).open(Numbered.class)).isNotZero();
        }
        assertThat(closings()).containsExactly(1);
    }

    @Test
    void guestThatAsksAtEachCallIsTold() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        try (CapturedLog log = CapturedLog.of("polyplug.host")) {
            for (int i = 0; i < 10_100; i++) {
                client().open(Numbered.class);
            }
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith(
                        "WARN Host contract 'host.Session' has 10000 instances, the latest for generation 1 of bundle"
                                + " 'hostclient'");
        }
        runtime().unloadBundle("hostclient");
        awaitReclamation();
        assertThat(closings()).hasSize(10_100).containsOnly(1);
    }

    @Test
    @DisplayName("W-15: whatever is asked for, called, given back, unregistered and reloaded at once, each object is closed"
            + " once")
    void everyObjectIsClosedOnce() {
        runtime().registerHostContractFactory(Numbered.class, this::make);
        try (Crew guests = Crew.repeating(4, (thread) -> askCallAndGiveBack(thread % 2 == 0))) {
            for (int i = 0; i < 20; i++) {
                guests.awaitRounds(1);
                if (i % 2 == 0) {
                    runtime().reloadBundle("hostclient");
                }
                else {
                    runtime().unregisterHostContract(Numbered.class);
                    runtime().registerHostContractFactory(Numbered.class, this::make);
                }
            }
        }
        runtime().close();
        assertThat(this.made).isNotEmpty();
        assertThat(closings()).containsOnly(1);
        assertThat(this.made).noneMatch((each) -> each.calledAfterClosing);
    }

    private void askCallAndGiveBack(boolean givesBack) {
        HostClientGuest client = client();
        long table = client.table(Numbered.class);
        long token = client.open(Numbered.class);
        if (table == 0 || token == 0) {
            return;
        }
        try {
            client.call(table, token, 0);
        }
        catch (GuestCallException ex) {
            assertThat(ex.code()).isEqualTo(100);
        }
        if (givesBack) {
            client.giveBack(table, token);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    /** A session with a number. */
    @HostContract(name = "host.Session", version = "1.0", singleton = false)
    interface Numbered {

        @ContractFunction(0)
        long number();

    }

    @HostContract(name = "host.Session", version = "2.0", singleton = false)
    interface NumberedNext {

        long ID = io.polyplug.contract.HostContractId.of("host.Session", 2).value();

        @ContractFunction(0)
        long number();

    }

    @HostContract(name = "host.Other", version = "1.0", singleton = false)
    interface OtherNumbered {

        @ContractFunction(0)
        long number();

    }

    @HostContract(name = "host.Shared", version = "1.0")
    interface Shared {

        long ID = io.polyplug.contract.HostContractId.of("host.Shared", 1).value();

        @ContractFunction(0)
        long number();

    }

    @HostContract(name = "host.OtherShared", version = "1.0")
    interface OtherShared {

        @ContractFunction(0)
        long number();

    }

    /** An object that notes what happens to it. */
    private static final class Session implements Numbered, OtherNumbered, Shared, OtherShared, AutoCloseable {

        static final long ID = io.polyplug.contract.HostContractId.of("host.Session", 1).value();

        private final long number;

        private final AtomicInteger closings = new AtomicInteger();

        private final List<String> events = new CopyOnWriteArrayList<>();

        private volatile boolean calledAfterClosing;

        private volatile Runnable whileCalled = () -> {
        };

        private volatile Runnable whileClosed = () -> {
        };

        Session(long number) {
            this.number = number;
        }

        @Override
        public long number() {
            this.calledAfterClosing |= this.closings.get() > 0;
            this.events.add("called");
            this.whileCalled.run();
            return this.number;
        }

        @Override
        public void close() {
            this.closings.incrementAndGet();
            this.events.add("closed");
            this.whileClosed.run();
        }

    }

}
