package io.polyplug;

/**
 * How often the functions of one contract of one bundle were called by Java, since the
 * runtime was built and across the bundle's generations. Both numbers never fall.
 * <p>
 * A call in flight may be counted or not yet. One that is in flight while another bundle
 * takes the place of its own may be counted for either. What guests call of each other is
 * not counted.
 *
 * @param bundleName the bundle, loaded or not
 * @param contractName the contract's name, without its version
 * @param calls calls, whatever came of them
 * @param errors those that ended with a {@link io.polyplug.error.GuestCallException}: the
 * function gave an error code, returned what its contract does not allow, or the bundle
 * could not make the instance to call
 */
public record CallStatistics(String bundleName, String contractName, long calls, long errors) {
}
