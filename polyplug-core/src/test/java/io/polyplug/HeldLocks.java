package io.polyplug;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Finds the locks and monitors of an object and of everything of ours behind it which the
 * current thread holds.
 */
final class HeldLocks {

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Deque<Object> open = new ArrayDeque<>();

    private final List<String> held = new ArrayList<>();

    private final Predicate<Object> allowed;

    private HeldLocks(Object root, Predicate<Object> allowed) {
        this.allowed = allowed;
        visit(root);
    }

    /**
     * Returns what the current thread holds.
     * @param root where to begin
     * @param allowed owners whose locks do not count
     */
    static List<String> of(Object root, Predicate<Object> allowed) {
        HeldLocks locks = new HeldLocks(root, allowed);
        while (!locks.open.isEmpty()) {
            locks.look(locks.open.remove());
        }
        return locks.held;
    }

    /** Returns how many objects are looked at. */
    static int reach(Object root) {
        HeldLocks locks = new HeldLocks(root, (owner) -> false);
        while (!locks.open.isEmpty()) {
            locks.look(locks.open.remove());
        }
        return locks.seen.size();
    }

    private void visit(Object found) {
        if (found != null && this.seen.add(found)) {
            this.open.add(found);
        }
    }

    private void look(Object owner) {
        if (Thread.holdsLock(owner)) {
            this.held.add("monitor of " + owner.getClass().getName());
        }
        try {
            if (owner instanceof Map<?, ?> map) {
                map.keySet().forEach(this::visit);
                map.values().forEach(this::visit);
            }
            else if (owner instanceof Collection<?> collection) {
                collection.forEach(this::visit);
            }
            else if (owner instanceof AtomicReference<?> reference) {
                visit(reference.get());
            }
            else if (owner.getClass().getName().startsWith("io.polyplug.")) {
                fields(owner);
            }
        }
        catch (ConcurrentModificationException ex) {
            // Another thread's; what it adds is met by the next record.
        }
    }

    private void fields(Object owner) {
        for (Class<?> type = owner.getClass(); type.getName().startsWith("io.polyplug."); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    value(owner, field);
                }
            }
        }
    }

    private void value(Object owner, Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(owner);
            if (value instanceof ReentrantLock lock && lock.isHeldByCurrentThread() && !this.allowed.test(owner)) {
                this.held.add("lock '" + field.getName() + "' of " + owner.getClass().getName());
            }
            visit(value);
        }
        catch (IllegalAccessException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
