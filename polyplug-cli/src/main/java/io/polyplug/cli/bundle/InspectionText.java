package io.polyplug.cli.bundle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.inspection.BundleInspection;
import io.polyplug.inspection.Declaration;
import io.polyplug.inspection.LibraryInspection;
import io.polyplug.inspection.NeededLibrary;
import io.polyplug.inspection.Residence;
import io.polyplug.inspection.PlatformInspection;
import io.polyplug.inspection.SignatureInspection;

/**
 * What is known of a bundle, for a reader. Not thread-safe; used once.
 */
final class InspectionText {

    private final List<String> lines = new ArrayList<>();

    private final BundleInspection inspection;

    private InspectionText(BundleInspection inspection) {
        this.inspection = inspection;
    }

    /** Returns the lines, without the problems. */
    static List<String> of(BundleInspection inspection) {
        InspectionText text = new InspectionText(inspection);
        inspection.manifest().ifPresent(text::add);
        text.add(inspection.signature());
        inspection.platforms().forEach(text::add);
        return text.lines;
    }

    private void add(Declaration manifest) {
        this.lines.add(manifest.name() + " " + manifest.version() + ", id 0x" + manifest.id() + ", loader "
                + manifest.loader() + ", in " + this.inspection.folder());
        manifest.provides()
            .forEach((contract) -> this.lines
                .add("  provides " + contract.name() + " " + contract.version() + ", functions: "
                        + (contract.functionCount().isPresent() ? contract.functionCount().getAsLong() : "unknown")));
        manifest.dependencies()
            .forEach((each) -> this.lines.add("  needs " + each.contractName() + " " + each.minimumVersion()
                    + each.bundleName().map((name) -> " of bundle " + name).orElse("")));
        manifest.jvmSettings().forEach((setting) -> this.lines.add("  asks for " + setting));
    }

    private void add(SignatureInspection signature) {
        String key = signature.signer().map(Object::toString).orElse("an unknown key");
        this.lines.add(switch (signature.state()) {
            case NONE -> "  is not signed";
            case GOOD -> "  is signed with " + key;
            case BROKEN -> "  is not what was signed with " + key;
        });
    }

    private void add(PlatformInspection platform) {
        this.lines.add(platform.platform() + ": " + platform.file());
        platform.libraries().forEach((library) -> add(library, platform.libraries().indexOf(library) > 0));
        for (Residence each : platform.residences()) {
            this.lines.add((each.certain() ? "  stays mapped: " : "  may stay mapped: ") + each.cause() + "."
                    + each.cure().map((cure) -> " " + cure + ".").orElse(""));
        }
        if (platform.residences().isEmpty() && !platform.libraries().isEmpty()) {
            this.lines.add("  is unmapped when nobody uses it");
        }
    }

    private void add(LibraryInspection library, boolean beside) {
        String margin = beside ? "    " : "  ";
        if (beside) {
            this.lines.add("  with " + shown(library.file()));
        }
        for (NeededLibrary needed : library.needed()) {
            this.lines.add(margin + "needs " + needed.name() + switch (needed.place()) {
                case BUNDLE -> ", in the bundle";
                case SYSTEM -> needed.file().map((file) -> ", here " + file).orElse("");
                case MISSING -> ", which is missing";
                case UNKNOWN -> "";
            });
        }
        library.glibc().ifPresent((version) -> this.lines.add(margin + "needs glibc " + version + " or later"));
        if (!library.searchPath().isEmpty()) {
            this.lines.add(margin + "searches " + String.join(":", library.searchPath()));
        }
        if (!library.exports().isEmpty()) {
            this.lines.add(margin + "exports " + String.join(", ", library.exports()));
        }
        if (!library.undefined().isEmpty()) {
            this.lines.add(margin + "lacks " + String.join(", ", library.undefined()));
        }
        library.traits().forEach((trait) -> this.lines.add(margin + trait));
    }

    private Path shown(Path file) {
        return file.startsWith(this.inspection.folder()) ? this.inspection.folder().relativize(file) : file;
    }

}
