package io.polyplug.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

import io.polyplug.Compatibility;
import io.polyplug.zip.ArchiveProblems;
import io.polyplug.zip.BundlePath;
import io.polyplug.zip.ZipArchive;
import io.polyplug.zip.ZipMember;

/**
 * Reads one {@code manifest.toml}: file, TOML, types, rules, in this order. Whatever the
 * file holds, the only failure is a manifest exception, or that of the archive that it is
 * in.
 */
final class ManifestReader {

    /** Far more than any manifest needs; what is larger is something else. */
    private static final long LARGEST_FILE = 1 << 20;

    /** Longer texts are not remembered; most have some 300 characters. */
    private static final int LONGEST_KNOWN = 4096;

    /** How many texts are remembered before all are forgotten. */
    private static final int MOST_KNOWN = 512;

    private static final TomlMapper toml = TomlMapper.builder().build();

    /**
     * What manifests of which nothing had to be said say, by their texts. A reload reads
     * a manifest that is mostly the one it has read before, and to parse it takes as long
     * as to copy a library.
     */
    private static final Map<String, Manifest> known = new ConcurrentHashMap<>();

    private final ManifestProblems problems;

    private final Compatibility compatibility;

    ManifestReader(ManifestProblems problems, Compatibility compatibility) {
        this.problems = problems;
        this.compatibility = compatibility;
    }

    Manifest read(Path file, Consumer<String> onceIdentified) {
        String text = textOf(file);
        Manifest present = known.get(text);
        if (present != null) {
            onceIdentified.accept(present.name());
            return present;
        }
        Manifest manifest = check(draftOf(text), onceIdentified);
        if (this.problems.areNone() && text.length() <= LONGEST_KNOWN) {
            remember(text, manifest);
        }
        return manifest;
    }

    private static void remember(String text, Manifest manifest) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.put(text, manifest);
    }

    ManifestDraft draft(Path file) {
        return draftOf(textOf(file));
    }

    private ManifestDraft draftOf(String text) {
        ManifestDraft draft = ManifestDraft.of(parse(text), this.problems);
        this.problems.readingHasEnded();
        return draft;
    }

    Manifest check(ManifestDraft draft, Consumer<String> onceIdentified) {
        return new ManifestRules(draft, this.problems, this.compatibility).check(onceIdentified);
    }

    Optional<String> readName(Path file) {
        return parse(textOf(file)).text("name");
    }

    String textOf(Path file) {
        try {
            if (BundlePath.isArchive(file)) {
                return textIn(file);
            }
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw this.problems.at("", "failed to read: it is not a file", "Put the manifest there");
            }
            requireSmall(attributes.size());
            return decoded(Files.readAllBytes(file));
        }
        catch (CharacterCodingException ex) {
            throw this.problems.because("", "failed to read: it is not valid UTF-8", "Save it as UTF-8", ex);
        }
        catch (NoSuchFileException ex) {
            throw this.problems.because("", "failed to read: there is no such file",
                    "Correct the path, or write the manifest", ex);
        }
        catch (AccessDeniedException ex) {
            throw this.problems.because("", "failed to read: permission denied",
                    "Let the user that runs this process read it", ex);
        }
        catch (IOException ex) {
            throw this.problems.because("", "failed to read: " + shown(ex, file), "Make the file readable", ex);
        }
    }

    private String textIn(Path archive) throws IOException {
        try (ZipArchive zip = ZipArchive.open(archive, ArchiveProblems.reading(archive))) {
            ZipMember manifest = zip.require(Manifest.FILE_NAME);
            requireSmall(manifest.size());
            try (InputStream content = Channels.newInputStream(zip.open(manifest))) {
                return decoded(content.readAllBytes());
            }
        }
    }

    private void requireSmall(long size) {
        if (size > LARGEST_FILE) {
            throw this.problems.at("",
                    "failed to read: it has " + size + " bytes, and a manifest has at most " + LARGEST_FILE,
                    "Put the manifest there");
        }
    }

    private static String decoded(byte[] content) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private ManifestTable parse(String text) {
        return new ManifestTable(treeOf(text), "", this.problems);
    }

    JsonNode treeOf(String text) {
        try {
            return toml.readTree(ExactIntegers.in(text));
        }
        catch (JacksonException ex) {
            TokenStreamLocation location = ex.getLocation();
            String where = (location != null)
                    ? "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " : "";
            throw this.problems.because("", "not valid TOML: " + where + ex.getOriginalMessage(), "Correct it there",
                    ex);
        }
        catch (RuntimeException ex) {
            throw this.problems.because("", "not valid TOML: " + ex.getMessage(), "Correct the file", ex);
        }
    }

    /** The system's words without our copy's path, before which the file is named. */
    private static String shown(IOException failure, Path file) {
        return String.valueOf(failure.getMessage()).replace(file + ": ", "").replace(file.toString(), "it");
    }

}
