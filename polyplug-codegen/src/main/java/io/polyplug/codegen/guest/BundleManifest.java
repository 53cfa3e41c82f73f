package io.polyplug.codegen.guest;

import java.util.List;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.guest.model.GuestModel;
import io.polyplug.codegen.output.ManifestLines;

/**
 * The text of a bundle's {@code manifest.toml}.
 */
final class BundleManifest {

    private BundleManifest() {
    }

    static String of(GuestModel model, List<String> jvmSettings) {
        StringBuilder text = new StringBuilder(
                "# Generated, and made again from the api: what is changed here is lost.\n");
        append(text, ManifestLines.text("name", model.bundle()));
        append(text, ManifestLines.id(model.bundleId()));
        append(text, ManifestLines.text("version", model.version().toString()));
        append(text, ManifestLines.text("loader", "native"));
        append(text, ManifestLines.text("file", model.library()));
        append(text, ManifestLines.provides(
                model.contracts().stream().map((contract) -> contract.name() + "@" + contract.version()).toList()));
        text.append("\n[function_count]\n");
        for (Contract contract : model.contracts()) {
            append(text,
                    ManifestLines.functionCount(
                            contract.name() + "@" + Integer.toUnsignedString(contract.version().major()),
                            contract.functions().size()));
        }
        if (!jvmSettings.isEmpty()) {
            text.append("\n[jvm]\n");
            jvmSettings.forEach((line) -> append(text, line));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String line) {
        text.append(line).append("\n");
    }

}
