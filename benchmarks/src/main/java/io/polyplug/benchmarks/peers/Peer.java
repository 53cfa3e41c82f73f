package io.polyplug.benchmarks.peers;

import java.io.IOException;

/**
 * A way to replace a {@link Calculator} while it is called. Serves {@link Version#HELLO}
 * at first.
 */
public interface Peer extends AutoCloseable {

    /** How many threads call, the one that replaces included. */
    int CALLERS = 3;

    /**
     * Returns the contract for one caller, which goes on to new versions by itself.
     * @param caller whose it is, from 0; it belongs to one thread
     * @return the contract
     */
    Calculator caller(int caller);

    /**
     * Replaces the version that serves. When this returns, calls that begin go to the
     * other one.
     * @param version the other one
     * @throws Exception if that fails
     */
    void replace(Version version) throws Exception;

    @Override
    void close() throws IOException;

}
