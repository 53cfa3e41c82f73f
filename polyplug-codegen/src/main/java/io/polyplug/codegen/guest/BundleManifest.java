package io.polyplug.codegen.guest;

import java.util.List;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.guest.model.GuestModel;

/**
 * The text of a bundle's {@code manifest.toml}.
 */
final class BundleManifest {

    private BundleManifest() {
    }

    static String of(GuestModel model, List<String> jvmSettings) {
        StringBuilder text = new StringBuilder(
                "# Generated, and made again from the api: what is changed here is lost.\n");
        text.append("name = \"").append(model.bundle()).append("\"\n");
        text.append("id = 0x").append(model.bundleId()).append("\n");
        text.append("version = \"").append(model.version()).append("\"\n");
        text.append("loader = \"native\"\n");
        text.append("file = \"").append(model.library()).append("\"\n");
        List<String> provides = model.contracts()
            .stream()
            .map((contract) -> "\"" + contract.name() + "@" + contract.version() + "\"")
            .toList();
        text.append("provides = [").append(String.join(", ", provides)).append("]\n");
        text.append("\n[function_count]\n");
        for (Contract contract : model.contracts()) {
            text.append("\"").append(contract.name()).append("@");
            text.append(Integer.toUnsignedString(contract.version().major())).append("\" = ");
            text.append(contract.functions().size()).append("\n");
        }
        if (!jvmSettings.isEmpty()) {
            text.append("\n[jvm]\n");
            jvmSettings.forEach((line) -> text.append(line).append("\n"));
        }
        return text.toString();
    }

}
