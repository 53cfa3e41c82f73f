package io.polyplug.signing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Remembers answers that take long to find and never change, the latest ones.
 * Thread-safe.
 *
 * @param <K> what was asked
 * @param <V> what the answer was
 */
final class RecentlyUsed<K, V> {

    private static final int MOST = 64;

    private final Map<K, V> answers = new LinkedHashMap<>(MOST, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }

    };

    synchronized @Nullable V get(K question) {
        return this.answers.get(question);
    }

    synchronized void put(K question, V answer) {
        this.answers.put(question, answer);
    }

}
