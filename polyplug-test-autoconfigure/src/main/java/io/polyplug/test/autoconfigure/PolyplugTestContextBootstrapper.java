package io.polyplug.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Makes the contexts of tests with {@link PolyplugTest}.
 */
final class PolyplugTestContextBootstrapper extends TestSliceTestContextBootstrapper<PolyplugTest> {

}
