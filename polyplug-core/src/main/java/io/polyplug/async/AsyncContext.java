package io.polyplug.async;

/**
 * What a call takes along to the thread of the pool that makes it, such as traces and the
 * logged-in user. Called by many threads.
 */
@FunctionalInterface
public interface AsyncContext {

    /**
     * Takes what is there now. Called on the thread that makes the call; for a
     * {@code Mono}, on the one that subscribes.
     * @param call what will run, once at most, on another thread; it throws nothing
     * @param sources where there is more to take than from the thread: for a
     * {@code Mono}, the subscriber's {@code ContextView}
     * @return what runs the call with what was taken, and leaves the thread as it was
     */
    Runnable capture(Runnable call, Object... sources);

}
