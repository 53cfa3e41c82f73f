package io.polyplug;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Calls that come while another thread makes the first instance.
 */
@Timeout(120)
class FirstInstanceTests {

    private final HeldFactory factory = new HeldFactory();

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.hostContract(Acting.Greeter.class, this.factory));

    private final Queue<Object> answers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void letGo() {
        this.factory.release();
    }

    @Test
    @DisplayName("who waits for the first instance holds no pin, and goes on with a new version while the old factory"
            + " still runs")
    void waitingHoldsNoPin() {
        Acting.Actor actor = this.factory.load(this.stage.runtime(), this.stage);
        Thread maker = start(actor);
        this.factory.awaitInside();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(start(actor));
        }
        waiting.forEach(HeldFactory::awaitWaiting);
        assertThat(this.stage.runtime().statistics().activePins()).as("only the maker's").isEqualTo(1);

        this.stage.runtime().reloadBundle("acting");
        waiting.forEach(FirstInstanceTests::join);
        assertThat(this.answers).containsExactly(0, 0, 0);
        assertThat(this.stage.runtime().statistics().holders()).singleElement()
            .satisfies((holder) -> assertThat(holder.thread()).contains(maker.getName()));
        this.factory.release();
        join(maker);
        assertThat(this.answers).containsExactly(0, 0, 0, 0);
        this.stage.awaitReclamation();
    }

    @Test
    @DisplayName("who waits for the first instance gets an answer from it, and the factory runs once")
    void waitingEndsWithTheInstance() {
        Acting.Actor actor = this.factory.load(this.stage.runtime(), this.stage);
        Thread maker = start(actor);
        this.factory.awaitInside();
        Thread waiting = start(actor);
        HeldFactory.awaitWaiting(waiting);
        this.factory.release();
        join(maker);
        join(waiting);
        assertThat(this.answers).containsExactly(0, 0);
        assertThat(new Acting(this.stage.bundle("acting")).outcomes().get("create greet 0")).containsExactly(42L);
        assertThat(this.stage.runtime().statistics().liveInstances()).isEqualTo(1);
    }

    @Test
    @DisplayName("a factory that calls the contract it makes an instance of gets code 9, whatever thread waits")
    void factoryThatCallsItsOwnContract() {
        AtomicReference<Acting.Actor> own = new AtomicReference<>();
        AtomicReference<GuestCallException> refusal = new AtomicReference<>();
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.hostContract(Acting.Greeter.class, new Acting.Greeter() {
                @Override
                public String greet(String name) {
                    return name;
                }

                @Override
                public int add(int a, int b) {
                    refusal.set(catchThrowableOfType(GuestCallException.class, () -> own.get().act()));
                    return a + b;
                }
            }));
        own.set(this.factory.load(runtime, this.stage));
        assertThat(own.get().act()).isZero();
        assertThat(refusal.get().code()).isEqualTo(9);
        assertThat(refusal.get()).hasMessageContaining("'demo.Acting'").hasMessageContaining("create_instance");
    }

    private Thread start(Acting.Actor actor) {
        Thread thread = new Thread(() -> {
            try {
                this.answers.add(actor.act());
            }
            catch (Throwable ex) {
                this.answers.add(ex);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join(40_000);
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
        assertThat(thread.isAlive()).as("%s", thread).isFalse();
    }

}
