package io.polyplug.test.assertj;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;

/**
 * Entry point of the assertions, beside AssertJ's own. <pre class="code">
 * assertThat(runtime).contract(filter).isProvidedBy("filters").hasVersion("1.1.0").hasGeneration(2);
 * assertThat(runtime).doesNotHaveBundle("audit");
 * </pre>
 */
public final class PolyplugAssertions {

    private PolyplugAssertions() {
    }

    /**
     * Begins assertions on a runtime.
     * @param actual the runtime
     * @return the assertions
     */
    public static PolyplugRuntimeAssert assertThat(PolyplugRuntime actual) {
        return new PolyplugRuntimeAssert(actual);
    }

    /**
     * Begins assertions on a bundle.
     * @param actual the bundle
     * @return the assertions
     */
    public static BundleAssert assertThat(BundleInfo actual) {
        return new BundleAssert(actual);
    }

}
