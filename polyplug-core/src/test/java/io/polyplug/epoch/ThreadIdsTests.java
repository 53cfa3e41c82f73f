package io.polyplug.epoch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ids that no two threads share.
 */
class ThreadIdsTests {

    @Test
    @DisplayName("a thread has the id that the JVM gave it")
    void idOfAnOrdinaryThread() throws Exception {
        assertThat(ThreadIds.current()).isEqualTo(Thread.currentThread().getId());
        CompletableFuture<Long> seen = new CompletableFuture<>();
        Thread named = new Thread(() -> seen.complete(ThreadIds.current())) {

            @Override
            public String toString() {
                return "a thread of another class";
            }

        };
        named.start();
        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(named.getId());
    }

    @Test
    @DisplayName("threads that claim the id of another one have ids of their own, the same at each look")
    void impostors() throws Exception {
        Set<Long> ids = new HashSet<>(Set.of(ThreadIds.current()));
        for (int i = 0; i < 3; i++) {
            CompletableFuture<List<Long>> seen = new CompletableFuture<>();
            new Impostor(Thread.currentThread().getId(),
                    () -> seen.complete(List.of(ThreadIds.current(), ThreadIds.current())))
                .start();
            List<Long> looks = seen.get(60, TimeUnit.SECONDS);
            assertThat(looks.get(0)).isEqualTo(looks.get(1));
            assertThat(ids.add(looks.get(0))).as("nobody had %s before", looks.get(0)).isTrue();
        }
    }

    @Test
    @DisplayName("where ids can be overridden, it is the class that tells whether one is")
    void ownOrGiven() throws Exception {
        long own = Thread.currentThread().getId();
        assertThat(ThreadIds.ownOrGiven(Thread.currentThread())).isEqualTo(own);
        CompletableFuture<Long> seen = new CompletableFuture<>();
        new Impostor(own, () -> seen.complete(ThreadIds.ownOrGiven(Thread.currentThread()))).start();
        assertThat(seen.get(60, TimeUnit.SECONDS)).isGreaterThan(Integer.MAX_VALUE);
    }

    /** Says that it is another thread. */
    private static final class Impostor extends Thread {

        private final long claimed;

        Impostor(long claimed, Runnable work) {
            super(work);
            this.claimed = claimed;
        }

        @Override
        @SuppressWarnings("deprecation")
        public long getId() {
            return this.claimed;
        }

    }

}
