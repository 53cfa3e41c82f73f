package io.polyplug.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.error.RuntimeClosedException;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} that tells the loaded bundles with version, digest and signer.
 */
final class PolyplugInfoContributor implements InfoContributor {

    /** As many as the log shows. */
    private static final int SHORT_DIGEST = 12;

    private final PolyplugRuntime runtime;

    PolyplugInfoContributor(PolyplugRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> bundles = new LinkedHashMap<>();
        try {
            this.runtime.bundles().forEach((bundle) -> bundles.put(bundle.name(), describe(bundle)));
        }
        catch (RuntimeClosedException ex) {
            return;
        }
        builder.withDetail("polyplug", Map.of("bundles", bundles));
    }

    private static Map<String, String> describe(BundleInfo bundle) {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("version", bundle.version().toString());
        if (!bundle.digest().isEmpty()) {
            described.put("digest", bundle.digest().substring(0, SHORT_DIGEST));
        }
        bundle.signer().ifPresent((key) -> described.put("signer", key.toString()));
        return described;
    }

}
