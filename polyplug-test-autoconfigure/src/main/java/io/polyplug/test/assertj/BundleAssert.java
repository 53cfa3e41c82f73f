package io.polyplug.test.assertj;

import java.util.List;

import io.polyplug.BundleInfo;
import io.polyplug.ContractInfo;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Version;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a loaded bundle.
 */
public final class BundleAssert extends AbstractAssert<BundleAssert, BundleInfo> {

    BundleAssert(@Nullable BundleInfo actual) {
        super(actual, BundleAssert.class);
    }

    static String describe(BundleInfo bundle) {
        return "bundle '" + bundle.name() + "' " + bundle.version() + " (generation " + bundle.generation() + ")";
    }

    /**
     * Verifies the bundle's version.
     * @param version two or three numbers
     * @return this
     */
    public BundleAssert hasVersion(String version) {
        isNotNull();
        if (!this.actual.version().equals(Version.parse(version))) {
            failWithMessage("Expected %s to have version %s", describe(this.actual), version);
        }
        return this;
    }

    /**
     * Verifies how often the bundle has been activated.
     * @param generation the generation, from 1
     * @return this
     */
    public BundleAssert hasGeneration(long generation) {
        isNotNull();
        if (this.actual.generation() != generation) {
            failWithMessage("Expected %s to be in generation %s", describe(this.actual), generation);
        }
        return this;
    }

    /**
     * Verifies that the bundle provides a contract, whether or not another one comes
     * before it.
     * @param type the contract's interface
     * @return this
     */
    public BundleAssert provides(Class<?> type) {
        isNotNull();
        GuestContract contract = type.getAnnotation(GuestContract.class);
        if (contract == null) {
            throw new IllegalArgumentException(type + " is no contract: it has no @GuestContract");
        }
        String expected = identity(contract.name(), Version.parse(contract.version()));
        List<String> provided = this.actual.contracts()
            .stream()
            .map((each) -> identity(each.name(), each.version()))
            .toList();
        if (!provided.contains(expected)) {
            failWithMessage("Expected %s to provide contract '%s', but it provides %s", describe(this.actual), expected,
                    provided);
        }
        return this;
    }

    private static String identity(String contractName, Version version) {
        return contractName + "@" + Integer.toUnsignedString(version.major());
    }

}
