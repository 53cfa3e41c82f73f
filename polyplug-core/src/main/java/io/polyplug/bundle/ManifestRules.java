package io.polyplug.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.polyplug.Compatibility;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.ManifestException;

/**
 * The rules that a manifest must keep, checked in the order of docs/abi.md 8.3. Where one
 * is not kept and reading goes on, what it is about is left out.
 */
final class ManifestRules {

    private final ManifestDraft draft;

    private final ManifestProblems problems;

    private final Compatibility compatibility;

    ManifestRules(ManifestDraft draft, ManifestProblems problems, Compatibility compatibility) {
        this.draft = draft;
        this.problems = problems;
        this.compatibility = compatibility;
    }

    Manifest check(Consumer<String> onceIdentified) {
        checkIdentity();
        checkLists();
        List<Manifest.Dependency> dependencies = dependencies();
        onceIdentified.accept(this.draft.name());
        Optional<Version> version = version();
        List<Manifest.ProvidedContract> provides = provides(version);
        if (!this.problems.areToldOf("version")) {
            checkFunctionCounts(provides, version);
        }
        Manifest.JvmSettings jvm = JvmTable.settings(this.draft.jvm(), this.problems);
        return new Manifest(this.draft.name(), new BundleId(this.draft.id()), version.orElse(new Version(0, 0, 0)),
                this.draft.loader(), this.draft.file(), provides, this.draft.functionCounts(), dependencies,
                this.draft.reinitOnDependencyReload(), jvm);
    }

    private void checkIdentity() {
        if (this.draft.loader().isEmpty()) {
            this.problems.tell("loader", "the loader field is empty", "Write loader = \"native\"");
        }
        String name = this.draft.name();
        if (name.isBlank()) {
            this.problems.tell("name", "the name field is missing or empty",
                    "Write the bundle's name, such as name = \"image-tools\"");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            this.problems.tell("name", "the name field has line breaks or other control characters",
                    "Write a name of one line, such as name = \"image-tools\"");
        }
        if (this.draft.file().isBlank()) {
            this.problems.tell(this.problems.ofBundle("file", name, "names no library: empty or missing `file`",
                    "Write the library's path relative to the bundle's folder, such as file = \"lib" + name + ".so\""));
        }
        if (!this.problems.areToldOf("name")) {
            checkId(name, BundleId.of(name));
        }
    }

    private void checkId(String name, BundleId expected) {
        if (this.draft.id() == 0) {
            this.problems.tell("id", "the id field is missing or 0",
                    "Write id = 0x" + expected + ", the hash of its name");
        }
        else if (this.draft.id() != expected.value()) {
            this.problems
                .tell(this.problems.ofBundle("id", name,
                        "was renamed or tampered with: its id is 0x" + new BundleId(this.draft.id())
                                + ", but the id of this name is 0x" + expected,
                        "Write the latter if the name is right"));
        }
    }

    private void checkLists() {
        checkEntries("provides", this.draft.provides(), "image.Filter@1");
        checkEntries("bundle_dependencies", this.draft.bundleDependencies(), "image-tools@1.0");
    }

    private void checkEntries(String field, List<String> entries, String example) {
        for (String entry : entries) {
            if (!ContractText.of(entry).isValid()) {
                this.problems.tell(field, "'" + entry + "' in '" + field + "' is not a name or a name@version",
                        "Write it such as \"" + example + "\"; the version is one, two or three numbers");
            }
        }
    }

    private List<Manifest.Dependency> dependencies() {
        List<Manifest.Dependency> dependencies = new ArrayList<>();
        for (ManifestDraft.Needed needed : this.draft.dependencies()) {
            String contract = ContractText.of(needed.contract()).name();
            if (contract.isBlank()) {
                this.problems.tell(
                        needed.table().field("contract"), "'" + needed.table().field("contract")
                                + "' names no contract: it is '" + needed.contract() + "'",
                        "Write it such as \"image.Filter\"");
                continue;
            }
            if (needed.bundle().filter(String::isBlank).isPresent()) {
                this.problems.tell(needed.table().field("bundle"), "'" + needed.table().field("bundle") + "' is empty",
                        "Write the bundle's name, or remove the line where any provider will do");
            }
            dependencies.add(new Manifest.Dependency(contract, contractId(needed, contract), needed.minVersion(),
                    needed.bundle(), needed.bundle().map((bundle) -> bundleId(needed, bundle))));
        }
        return dependencies;
    }

    private static BundleId bundleId(ManifestDraft.Needed needed, String bundle) {
        return (needed.bundleId() != 0) ? new BundleId(needed.bundleId()) : BundleId.of(bundle);
    }

    private GuestContractId contractId(ManifestDraft.Needed needed, String contract) {
        Optional<Version> minVersion = parsed(needed.minVersion());
        GuestContractId expected = GuestContractId.of(contract, minVersion.map(Version::major).orElse(0));
        GuestContractId found = new GuestContractId(needed.contractId());
        String unparsed = "'" + needed.table().field("min_version") + "' is \"" + needed.minVersion()
                + "\", which is not a version of two or three numbers";
        if (found.value() == 0) {
            if (minVersion.isEmpty()) {
                this.problems.tell(needed.table().field("min_version"),
                        unparsed + ", so that the id of contract '" + contract + "' cannot be computed from it",
                        "Write it such as min_version = \"1.0\"");
            }
            return expected;
        }
        if (!found.equals(expected) && this.problems.isRead(needed.table().field("min_version"))) {
            this.problems.tell(needed.table().field("contract_id"),
                    "'" + needed.table().field("contract_id") + "' is " + both(found.value())
                            + ", but the id of contract '" + contract + "' with major version "
                            + minVersion.map((version) -> Integer.toUnsignedString(version.major())).orElse("0")
                            + " is " + both(expected.value())
                            + (minVersion.isPresent() ? "" : ", for " + unparsed + " and counts as major version 0"),
                    minVersion.isPresent() ? "Write the latter, or remove the line" : "Write it such as \"1.0\"");
        }
        return found;
    }

    private static String both(long id) {
        return "0x" + new GuestContractId(id) + " (" + Long.toUnsignedString(id) + ")";
    }

    private static Optional<Version> parsed(String text) {
        try {
            return Optional.of(Version.parse(text));
        }
        catch (IllegalArgumentException ex) {
            return Optional.empty();
        }
    }

    private Optional<Version> version() {
        if (this.draft.version().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Version.parse(this.draft.version()));
        }
        catch (IllegalArgumentException ex) {
            this.problems.tell(this.problems.because("version",
                    "the version field is wrong: '" + this.draft.version()
                            + "' is not a version of two or three numbers up to 4294967295",
                    "Write it such as version = \"1.0.0\"", ex));
            return Optional.empty();
        }
    }

    private List<Manifest.ProvidedContract> provides(Optional<Version> bundleVersion) {
        List<Manifest.ProvidedContract> provides = new ArrayList<>();
        for (String entry : this.draft.provides()) {
            ContractText text = ContractText.of(entry);
            if (!text.isValid()) {
                continue;
            }
            Version version = text.version(bundleVersion);
            provides.add(new Manifest.ProvidedContract(text.name(), version,
                    GuestContractId.of(text.name(), version.major())));
        }
        return provides;
    }

    /**
     * Every contract has a count: under its own major version, or under the bundle's
     * (docs/abi.md 8.4). The mode says what becomes of one without.
     */
    private void checkFunctionCounts(List<Manifest.ProvidedContract> provides, Optional<Version> bundleVersion) {
        String bundleMajor = bundleVersion.map(Version::major).map(Integer::toUnsignedString).orElse("0");
        for (Manifest.ProvidedContract contract : provides) {
            String key = contract.name() + "@" + Integer.toUnsignedString(contract.version().major());
            if (!this.draft.functionCounts().containsKey(key)
                    && !this.draft.functionCounts().containsKey(contract.name() + "@" + bundleMajor)) {
                ManifestException violation = this.problems.at("function_count",
                        "function_count has no entry for '" + key + "', a contract that 'provides' lists",
                        "Write \"" + key + "\" = <number of its functions> below [function_count]");
                Violations.settle(this.compatibility, violation, this.problems::tell);
            }
        }
    }

}
