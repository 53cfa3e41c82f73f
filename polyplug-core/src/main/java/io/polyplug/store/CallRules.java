package io.polyplug.store;

/**
 * What holds for the calls of one bundle, by its manifest and the settings of the
 * runtime. Immutable.
 *
 * @param borrowsReturned whether memory that its functions return is never ours
 * @param leavesArguments whether it allocates the arguments of host contracts through the
 * host and leaves them to it
 * @param restoresFloatingPoint whether the floating-point environment is put back after
 * each call, because its functions change it
 */
public record CallRules(boolean borrowsReturned, boolean leavesArguments, boolean restoresFloatingPoint) {

    /** What holds where nobody says anything. */
    public static final CallRules USUAL = new CallRules(false, false, false);

}
