package io.polyplug.staging;

import java.util.Map;

import io.polyplug.Compatibility;
import io.polyplug.ReturnedMemory;
import io.polyplug.bundle.Manifest;
import io.polyplug.store.CallRules;

/**
 * What a runtime was told about the bundles it takes. Immutable.
 *
 * @param compatibility how strict declarations are held
 * @param signatures what is asked of signatures
 * @param returnedMemory what becomes of returned memory by bundle name, over what
 * manifests say
 */
public record StagingRules(Compatibility compatibility, SignatureCheck signatures,
        Map<String, ReturnedMemory> returnedMemory) {

    /**
     * Creates the rules with a copy of the map.
     */
    public StagingRules {
        returnedMemory = Map.copyOf(returnedMemory);
    }

    /** Returns what holds for a bundle's calls: settings stand over the manifest. */
    CallRules callRules(Manifest manifest) {
        Manifest.JvmSettings jvm = manifest.jvm();
        ReturnedMemory setting = this.returnedMemory.get(manifest.name());
        ReturnedMemory returned = (setting != null) ? setting : jvm.returnedMemory().orElse(ReturnedMemory.RECLAIM);
        return new CallRules(returned == ReturnedMemory.BORROWED, jvm.leavesHostArguments(),
                jvm.restoresFloatingPoint());
    }

}
