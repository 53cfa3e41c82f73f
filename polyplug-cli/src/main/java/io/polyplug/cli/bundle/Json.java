package io.polyplug.cli.bundle;

import java.nio.file.Path;

import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.signing.VerifyingKey;

/**
 * What is known of bundles, for programs: the components of the records by their names;
 * versions, ids, keys and paths as texts.
 */
final class Json {

    private static final JsonMapper mapper = JsonMapper.builder()
        .addModule(new SimpleModule().addSerializer(Path.class, new ToStringSerializer(Path.class))
            .addSerializer(Version.class, new ToStringSerializer(Version.class))
            .addSerializer(BundleId.class, new ToStringSerializer(BundleId.class))
            .addSerializer(GuestContractId.class, new ToStringSerializer(GuestContractId.class))
            .addSerializer(GuestContractHandle.class, new ToStringSerializer(GuestContractHandle.class))
            .addSerializer(VerifyingKey.class, new ToStringSerializer(VerifyingKey.class)))
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .build();

    private Json() {
    }

    static String of(Object value) {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

}
