package io.polyplug.test.assertj;

import java.util.Optional;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a contract as a runtime has it.
 */
public final class ContractAssert extends AbstractAssert<ContractAssert, Object> {

    private final PolyplugRuntime runtime;

    ContractAssert(PolyplugRuntime runtime, Object actual) {
        super(actual, ContractAssert.class);
        this.runtime = runtime;
    }

    /**
     * Verifies which bundle serves the next call, and goes on with it.
     * @param bundleName the bundle's name
     * @return assertions on that bundle
     */
    public BundleAssert isProvidedBy(String bundleName) {
        BundleInfo provider = isProvided().provider().orElseThrow();
        if (!provider.name().equals(bundleName)) {
            failWithMessage("Expected %s to be provided by bundle '%s', but it is by %s", this.actual, bundleName,
                    BundleAssert.describe(provider));
        }
        return new BundleAssert(provider).as(this.info.descriptionText());
    }

    /**
     * Verifies that some bundle serves the next call.
     * @return this
     */
    public ContractAssert isProvided() {
        if (provider().isEmpty()) {
            failWithMessage("Expected %s to be provided, but no bundle does. Loaded are %s", this.actual,
                    this.runtime.bundles().stream().map(BundleInfo::name).toList());
        }
        return this;
    }

    /**
     * Verifies that nobody serves the next call.
     * @return this
     */
    public ContractAssert isNotProvided() {
        provider().ifPresent((provider) -> failWithMessage("Expected nobody to provide %s, but %s does", this.actual,
                BundleAssert.describe(provider)));
        return this;
    }

    private Optional<BundleInfo> provider() {
        return this.runtime.providerOf(this.actual);
    }

}
