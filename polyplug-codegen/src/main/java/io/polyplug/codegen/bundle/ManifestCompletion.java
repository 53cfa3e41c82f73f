package io.polyplug.codegen.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;

import io.polyplug.codegen.output.ManifestLines;
import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleLoadException;
import io.polyplug.inspection.Declaration.DeclaredContract;
import io.polyplug.inspection.LibraryInspection;

/**
 * A manifest for libraries that are built: what is there stays byte for byte, and the
 * lines that it lacks are added. What cannot be known is added as a comment that says
 * what to write, and told. Not thread-safe.
 */
public final class ManifestCompletion {

    private static final String FILE_NAME = "manifest.toml";

    private static final String OPEN_VERSION = "# version = \"1.0.0\"";

    private static final String OPEN_CONTRACTS = "# provides = [\"<contract>@<version>\"]";

    private static final String COUNTS = "function_count";

    private static final List<String> SYMBOLS = List.of("polyplug_abi_version", "polyplug_init");

    private final Path file;

    private final List<Path> libraries;

    private final String before;

    private final ManifestSettings settings;

    private final List<String> remarks = new ArrayList<>();

    private ManifestText text;

    private ReadManifest read;

    private ManifestCompletion(Path file, List<Path> libraries, String before, ReadManifest read,
            ManifestSettings settings) {
        this.file = file;
        this.libraries = List.copyOf(libraries);
        this.before = before;
        this.settings = settings;
        this.text = ManifestText.of(before);
        this.read = read;
    }

    /**
     * Completes the manifest of a folder, in memory.
     * @param folder the folder of the bundle
     * @param libraries the bundle's library for each of its platforms, in this folder
     * @param settings what the author says
     * @return the completion, to be written
     * @throws IllegalArgumentException if a library is none of 64-bit Linux, not
     * complete, or elsewhere, if two are for one platform, or if the manifest that is
     * there cannot be read or is of another bundle
     * @throws IOException if a file cannot be read
     */
    public static ManifestCompletion of(Path folder, List<Path> libraries, ManifestSettings settings)
            throws IOException {
        Path file = folder.resolve(FILE_NAME);
        String before = Files.exists(file) ? Files.readString(file) : "";
        ReadManifest read = ReadManifest.of(before)
            .orElseThrow(() -> new IllegalArgumentException(file + " is no TOML, so that nothing can be added to it."
                    + " Say 'polyplug validate " + folder + "' to see where"));
        ManifestCompletion completion = new ManifestCompletion(file, libraries, before, read, settings);
        completion.complete(completion.filesOf(folder));
        return completion;
    }

    /**
     * Has a runtime of its own open the bundle as it would be with this manifest, and
     * completes the manifest by the contracts that it registers: code of the library
     * runs.
     * @return the completion with these contracts, to be written
     * @throws io.polyplug.error.PolyplugException if the bundle cannot be opened, such as
     * for what it looks up from others
     * @throws IOException if its files cannot be copied
     */
    public ManifestCompletion byRunning() throws IOException {
        Path folder = this.file.toAbsolutePath().getParent();
        return of(this.file.resolveSibling(""), this.libraries,
                this.settings.with(RegisteredContracts.of(Objects.requireNonNull(folder), text())));
    }

    private Map<String, String> filesOf(Path folder) throws IOException {
        Path place = folder.toAbsolutePath().normalize();
        Map<String, String> files = new LinkedHashMap<>();
        for (Path library : this.libraries) {
            LibraryInspection found = inspected(library);
            Path normal = library.toAbsolutePath().normalize();
            if (!normal.startsWith(place)) {
                throw new IllegalArgumentException(library + " is not in the bundle's folder " + folder
                        + ". Put it there, or name the folder that it is in");
            }
            String platform = "linux." + found.processor();
            String written = place.relativize(normal).toString();
            String other = files.putIfAbsent(platform, written);
            if (other != null) {
                throw new IllegalArgumentException(written + " and " + other + " are both for " + platform
                        + ". Name one library for each platform");
            }
            SYMBOLS.stream()
                .filter((symbol) -> !found.exports().contains(symbol))
                .forEach((symbol) -> this.remarks
                    .add(library + " does not export " + symbol + ", so no runtime will take it"));
        }
        return files;
    }

    private static LibraryInspection inspected(Path library) throws IOException {
        if (Files.notExists(library)) {
            throw new NoSuchFileException(library.toString());
        }
        try {
            return LibraryInspection.of(library);
        }
        catch (BundleLoadException ex) {
            throw new IllegalArgumentException(ex.explanation().reason().replaceFirst("^its library ", ""), ex);
        }
    }

    private void complete(Map<String, String> files) throws IOException {
        completeName(files);
        String id = BundleId.of(this.read.declaration().name()).toString();
        if (this.read.declaration().id().value() == 0) {
            add(ManifestLines.id(id), (now) -> now.declaration().id().toString().equals(id));
        }
        completeVersion();
        if (this.read.declaration().loader().isEmpty()) {
            add(ManifestLines.text("loader", "native"), (now) -> now.declaration().loader().equals("native"));
        }
        for (Map.Entry<String, String> each : files.entrySet()) {
            completeFile(each.getKey(), each.getValue(), files.size() == 1);
        }
        completeContracts();
    }

    private void completeName(Map<String, String> files) throws IOException {
        String present = this.read.declaration().name();
        if (!present.isEmpty()) {
            if (this.settings.name().filter((name) -> !name.equals(present)).isPresent()) {
                throw new IllegalArgumentException(this.file + " is the manifest of bundle '" + present
                        + "'. Change its name and its id there, or say no other name");
            }
            return;
        }
        String name = this.settings.name().orElseGet(() -> nameOf(files.values().iterator().next()));
        add(ManifestLines.text("name", name), (now) -> now.declaration().name().equals(name));
    }

    private static String nameOf(String file) {
        String library = file.substring(file.lastIndexOf('/') + 1);
        return library.replaceFirst("\\.so(\\.[0-9.]+)?$", "").replaceFirst("^lib(?=.)", "");
    }

    private void completeVersion() throws IOException {
        if (!this.read.hasNoVersion()) {
            return;
        }
        if (this.settings.version().isPresent()) {
            String version = this.settings.version().get().toString();
            add(OPEN_VERSION, ManifestLines.text("version", version),
                    (now) -> now.declaration().version().toString().equals(version));
        }
        else if (this.before.lines().noneMatch((line) -> line.matches("\\s*version\\s*=.*"))) {
            leaveOpen(OPEN_VERSION, "The version is not known: write it into the manifest");
        }
    }

    /**
     * A text stands for whatever runs it; one for elsewhere, or several, make a table.
     */
    private void completeFile(String platform, String written, boolean only) throws IOException {
        if (written.equals(this.read.files().get(platform))) {
            return;
        }
        int point = platform.indexOf('.');
        String os = platform.substring(0, point);
        String line = ManifestLines.text(platform.substring(point + 1), written);
        List<ManifestText> ways = new ArrayList<>();
        if (only && this.read.files().isEmpty()) {
            ways.add(this.text.with(ManifestLines.text("file", written)));
        }
        List<ManifestText> dotted = this.text.inTable("file", os + "." + line);
        ways.addAll(dotted.subList(0, dotted.size() - 1));
        ways.addAll(this.text.inTable("file." + os, line));
        if (this.read.files().containsKey(platform)
                || !take(ways, (now) -> written.equals(now.files().get(platform)))) {
            this.remarks.add(this.file + " names other files: " + this.read.files() + ". Write " + platform + " = \""
                    + written + "\" below [file] in their place");
        }
    }

    private void completeContracts() throws IOException {
        List<ContractPromise> known = this.settings.contracts();
        if (this.read.declaration().provides().isEmpty()) {
            if (known.isEmpty()) {
                leaveOpen(OPEN_CONTRACTS,
                        "The contracts are not known: give an api or their names, have the library run, or write them"
                                + " into the manifest");
                return;
            }
            List<String> written = known.stream().map((each) -> each.name() + "@" + each.version()).toList();
            add(OPEN_CONTRACTS, ManifestLines.provides(written),
                    (now) -> now.declaration().provides().size() == known.size());
        }
        for (DeclaredContract promised : this.read.declaration().provides()) {
            if (promised.functionCount().isEmpty()) {
                completeCount(promised);
            }
        }
    }

    private void completeCount(DeclaredContract promised) throws IOException {
        ContractPromise wanted = this.settings.contracts()
            .stream()
            .filter((each) -> each.name().equals(promised.name())
                    && each.version().major() == promised.version().major())
            .findFirst()
            .orElse(new ContractPromise(promised.name(), promised.version(), OptionalInt.empty()));
        String open = "# \"" + wanted.key() + "\" = <number of its functions>";
        int functions = wanted.functions().orElse(1);
        String line = ManifestLines.functionCount(wanted.key(), functions);
        Predicate<ReadManifest> isThere = (now) -> now.count(promised.name()).orElse(-1) == functions;
        if (wanted.functions().isPresent()) {
            List<ManifestText> ways = new ArrayList<>(this.text.replacing(open, line).stream().toList());
            ways.addAll(this.text.inTable(COUNTS, line));
            if (!take(ways, isThere)) {
                this.remarks.add("Write " + line + " below [function_count]");
            }
            return;
        }
        ManifestText before = this.text;
        ReadManifest known = this.read;
        if (!this.text.has(open) && take(this.text.inTable(COUNTS, line), isThere)) {
            // The comment goes where the line would be read.
            int way = before.inTable(COUNTS, line).indexOf(this.text);
            this.text = before.inTable(COUNTS, open).get(way);
            this.read = known;
        }
        this.remarks
            .add("How many functions " + promised.name() + " has is not known: write it below [function_count]");
    }

    private void leaveOpen(String comment, String remark) {
        if (!this.text.has(comment)) {
            this.text = this.text.with(comment);
        }
        this.remarks.add(remark);
    }

    private void add(String line, Predicate<ReadManifest> isThere) throws IOException {
        add(line, line, isThere);
    }

    /** What was left open is written where it was. */
    private void add(String open, String line, Predicate<ReadManifest> isThere) throws IOException {
        List<ManifestText> ways = new ArrayList<>(this.text.replacing(open, line).stream().toList());
        ways.add(this.text.with(line));
        if (!take(ways, isThere)) {
            this.remarks.add("Write " + line + " into " + this.file + ", where something else is in its place");
        }
    }

    /**
     * Takes the first way by which the runtime reads what was meant, and all that was
     * there.
     */
    private boolean take(List<ManifestText> ways, Predicate<ReadManifest> isThere) throws IOException {
        for (ManifestText way : ways) {
            ReadManifest now = ReadManifest.of(way.text()).orElse(null);
            if (now != null && now.keeps(this.read) && isThere.test(now)) {
                this.text = way;
                this.read = now;
                return true;
            }
        }
        return false;
    }

    /**
     * {@return the manifest's file}
     */
    public Path file() {
        return this.file;
    }

    /**
     * {@return the completed text}
     */
    public String text() {
        return this.text.text();
    }

    /**
     * {@return what the author has to write himself, or to put right, each a sentence
     * without its full stop}
     */
    public List<String> remarks() {
        return List.copyOf(this.remarks);
    }

    /**
     * Writes the manifest, if there is something to add.
     * @return whether it was written
     * @throws IOException if it cannot be written
     */
    public boolean write() throws IOException {
        boolean changed = !text().equals(this.before);
        if (changed) {
            Files.writeString(this.file, text());
        }
        return changed;
    }

}
