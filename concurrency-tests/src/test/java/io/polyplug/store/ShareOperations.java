package io.polyplug.store;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * What Lincheck lets several threads do to a cell whose calls may be shared: three
 * versions of a bundle, of which one serves and one may be tried, for all calls.
 */
@Param(name = "version", gen = IntGen.class, conf = "0:2")
public abstract class ShareOperations {

    static final int VERSIONS = 3;

    static final String DONE = "done";

    static final String REFUSED = "refused";

    /**
     * Has a version get all calls beside the one that serves.
     * @param version the version
     * @return that it was done, or refused since it serves or something is tried
     */
    @Operation(params = "version")
    public abstract String share(int version);

    /** Has the version that serves get all calls again. */
    @Operation
    public abstract void end();

    /**
     * Has a version serve in the place of the one that does, whether it was tried or not.
     * @param version the version
     * @return that it was done, or refused since it serves
     */
    @Operation(params = "version")
    public abstract String activate(int version);

    /**
     * Calls.
     * @return the version that was called
     */
    @Operation
    public abstract int call();

}
