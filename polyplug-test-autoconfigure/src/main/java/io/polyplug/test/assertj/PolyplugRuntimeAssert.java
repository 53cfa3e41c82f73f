package io.polyplug.test.assertj;

import java.util.List;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import org.assertj.core.api.AbstractAssert;

import org.springframework.test.util.AopTestUtils;

/**
 * Assertions on a runtime.
 */
public final class PolyplugRuntimeAssert extends AbstractAssert<PolyplugRuntimeAssert, PolyplugRuntime> {

    PolyplugRuntimeAssert(PolyplugRuntime actual) {
        super(actual, PolyplugRuntimeAssert.class);
    }

    /**
     * Verifies that a bundle is loaded.
     * @param name the bundle's name
     * @return this
     */
    public PolyplugRuntimeAssert hasBundle(String name) {
        bundle(name);
        return this;
    }

    /**
     * Verifies that a bundle is not loaded.
     * @param name the bundle's name
     * @return this
     */
    public PolyplugRuntimeAssert doesNotHaveBundle(String name) {
        isNotNull();
        if (loaded().contains(name)) {
            failWithMessage("Expected no bundle '%s' to be loaded, but there are %s", name, loaded());
        }
        return this;
    }

    /**
     * Verifies that a bundle is loaded, and goes on with it.
     * @param name the bundle's name
     * @return assertions on the bundle
     */
    public BundleAssert bundle(String name) {
        isNotNull();
        BundleInfo found = this.actual.bundle(name).orElse(null);
        if (found == null) {
            failWithMessage("Expected bundle '%s' to be loaded, but there are %s", name, loaded());
        }
        return new BundleAssert(found).as(this.info.descriptionText());
    }

    private List<String> loaded() {
        return this.actual.bundles().stream().map(BundleInfo::name).toList();
    }

    /**
     * Goes on with a contract, asked for any provider.
     * @param type the contract's interface
     * @return assertions on who provides it now
     */
    public ContractAssert contract(Class<?> type) {
        isNotNull();
        return contract(this.actual.contract(type));
    }

    /**
     * Goes on with a contract as it was injected, with whatever advice around it.
     * @param contract the contract
     * @return assertions on who provides it now
     */
    public ContractAssert contract(Object contract) {
        isNotNull();
        Object target = AopTestUtils.getUltimateTargetObject(contract);
        return new ContractAssert(this.actual, target).as(this.info.descriptionText());
    }

}
