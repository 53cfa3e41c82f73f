package io.polyplug.builtin;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;

/**
 * What every runtime offers to its bundles beside the contracts of the application: the
 * settings that the operator gave a bundle. A generation sees the same ones all its life.
 */
@HostContract(name = Config.NAME, version = "1.0.0", singleton = false)
interface Config {

    /** What bundles ask for. */
    String NAME = "polyplug.Config";

    /** Returns a setting as it was written, a null view if there is none. */
    @ContractFunction(0)
    @Nullable String text(String key);

    /** Returns a whole number, the second argument if there is no such setting. */
    @ContractFunction(1)
    long integer(String key, long otherwise);

    /** Returns a number, the second argument if there is no such setting. */
    @ContractFunction(2)
    double real(String key, double otherwise);

    /** Returns yes or no, the second argument if there is no such setting. */
    @ContractFunction(3)
    boolean truth(String key, boolean otherwise);

    /** Returns nanoseconds, the second argument if there is no such setting. */
    @ContractFunction(4)
    long duration(String key, long otherwise);

    /** Returns bytes, the second argument if there is no such setting. */
    @ContractFunction(5)
    long size(String key, long otherwise);

    /** Returns the keys in ascending order, a line each; no text if there is none. */
    @ContractFunction(6)
    String keys();

}
