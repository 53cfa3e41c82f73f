package io.polyplug.trial;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version each key belongs to: the one that its first call got. Thread-safe.
 */
final class Assignments {

    /** Beyond these a key's hash decides, and no memory is taken for it. */
    private static final int MOST = 100_000;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.rollout");

    private final String bundleName;

    private final int most;

    private final Map<Object, Boolean> assigned = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();

    private final AtomicLong next = new AtomicLong(1);

    private final AtomicBoolean told = new AtomicBoolean();

    Assignments(String bundleName) {
        this(bundleName, MOST);
    }

    Assignments(String bundleName, int most) {
        this.bundleName = bundleName;
        this.most = most;
    }

    /**
     * Returns whether a key belongs to the candidate.
     * @param bound the share of the keys that are assigned from now on
     */
    boolean isCandidate(Object key, long bound) {
        Boolean known = this.assigned.get(key);
        if (known != null) {
            return known;
        }
        if (this.count.get() >= this.most) {
            tellFull();
            return Share.has(bound, key.hashCode());
        }
        boolean mine = Share.has(bound, this.next.getAndIncrement());
        Boolean others = this.assigned.putIfAbsent(key, mine);
        if (others == null) {
            this.count.incrementAndGet();
        }
        return (others != null) ? others : mine;
    }

    private void tellFull() {
        if (this.told.compareAndSet(false, true)) {
            logger.warn("The rollout of bundle '{}' knows {} keys and remembers no more: the hash of any further key"
                    + " decides, so such a key may change its version when the weight changes. Use keys of which there"
                    + " are fewer", this.bundleName, this.most);
        }
    }

}
