package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of blocks that guests allocate to pass them to host contracts: they stay
 * the guest's, unless its manifest leaves them to the host.
 */
@Timeout(300)
class HostArgumentTests {

    private static final String NAME = "0123456789";

    private static final int LENGTH = NAME.length();

    private static final int CALLS = 1_000;

    @RegisterExtension
    final Stage stage = new Stage();

    private final AtomicLong bytesWhileGreeting = new AtomicLong();

    private Plugins.Leaving load() {
        this.stage.runtime().registerHostContract(Plugins.Greeter.class, new Echo());
        this.stage.load("leaving");
        return this.stage.runtime().contract(Plugins.Leaving.class);
    }

    private long held() {
        return this.stage.runtime().statistics().guestBytes().get("leaving");
    }

    @Test
    @DisplayName("a block that is left to the host is freed when the guest's call ends, and not before")
    void leftBlockIsFreedAtTheEndOfTheCall() {
        Plugins.Leaving leaving = load();
        for (int i = 0; i < CALLS; i++) {
            assertThat(leaving.leave(NAME)).isEqualTo(LENGTH);
        }
        assertThat(this.bytesWhileGreeting).as("held by the call itself").hasValue(LENGTH);
        assertThat(held()).isZero();
        assertThat(leaving.twice(NAME)).as("the block is good until the call ends").isEqualTo(2 * LENGTH);
        assertThat(held()).isZero();
    }

    @Test
    @DisplayName("a guest that frees or returns a block all the same does no harm")
    void blockThatTheGuestFreesOrReturnsIsFreedOnce() {
        Plugins.Leaving leaving = load();
        for (int i = 0; i < CALLS; i++) {
            assertThat(leaving.freeIt(NAME)).isEqualTo(LENGTH);
            assertThat(leaving.handBack(NAME)).isEqualTo(NAME);
        }
        assertThat(held()).isZero();
    }

    @Test
    @DisplayName("what was allocated in another call, or was not passed, stays the guest's")
    void otherBlocksStayTheGuests() {
        Plugins.Leaving leaving = load();
        leaving.keep("kept for ever");
        for (int i = 0; i < CALLS; i++) {
            assertThat(leaving.keep(NAME)).isEqualTo("kept for ever".length());
        }
        assertThat(leaving.kept()).isEqualTo("kept for ever");
        assertThat(held()).isEqualTo("kept for ever".length());
        leaving.spare(NAME);
        assertThat(held()).isEqualTo("kept for ever".length() + LENGTH);
    }

    @Test
    @DisplayName("a nested guest call frees its own blocks and none of the outer call")
    void nestedCallFreesItsOwn() {
        this.stage.runtime().registerHostContract(Plugins.Greeter.class, new Echo() {

            @Override
            public String greet(String name) {
                if (name.length() > 1) {
                    HostArgumentTests.this.stage.runtime()
                        .contract(Plugins.Leaving.class)
                        .twice(name.substring(0, name.length() / 2));
                }
                return super.greet(name);
            }

        });
        this.stage.load("leaving");
        Plugins.Leaving leaving = this.stage.runtime().contract(Plugins.Leaving.class);
        assertThat(leaving.twice(NAME)).isEqualTo(2 * LENGTH);
        assertThat(held()).isZero();
    }

    @Test
    @DisplayName("without the setting nothing is freed, and all of it is counted")
    void withoutTheSettingBlocksStay() throws IOException {
        Path manifest = this.stage.bundle("leaving").resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest).replaceAll("(?s)\\[jvm].*", ""));
        Plugins.Leaving leaving = load();
        for (int i = 0; i < CALLS; i++) {
            assertThat(leaving.leave(NAME)).isEqualTo(LENGTH);
        }
        assertThat(held()).isEqualTo((long) CALLS * LENGTH);
        assertThat(leaving.twice(NAME)).isEqualTo(2 * LENGTH);
    }

    /** Returns what it gets, and notes how much the guest holds meanwhile. */
    private class Echo implements Plugins.Greeter {

        @Override
        public String greet(String name) {
            HostArgumentTests.this.bytesWhileGreeting.set(held());
            return name;
        }

        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public void fail() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public String nest(String name) {
            return name;
        }

    }

}
