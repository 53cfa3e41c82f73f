package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.polyplug.contract.Version;

/**
 * A bundle that was verified: what would have been loaded or reloaded.
 *
 * @param bundleName the bundle's name
 * @param version the version that its folder or archive holds
 * @param directory the folder or archive that was looked at; the empty path for an
 * in-process bundle
 * @param digest as {@link BundleInfo#digest()} would be
 * @param duration from the start of the work, after waiting for other operations, to its
 * end
 * @param contracts what it would provide; nothing of it is published, so their handles
 * name nothing
 */
public record VerificationReport(String bundleName, Version version, Path directory, String digest, Duration duration,
        List<ContractInfo> contracts) {

    /**
     * Creates the report with a copy of the list.
     */
    public VerificationReport {
        contracts = List.copyOf(contracts);
    }

}
