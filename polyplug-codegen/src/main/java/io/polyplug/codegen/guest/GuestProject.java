package io.polyplug.codegen.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.guest.model.GuestModel;
import io.polyplug.codegen.guest.model.Language;
import io.polyplug.codegen.output.AuthoredFiles;
import io.polyplug.codegen.output.GeneratedFiles;

/**
 * A project for a bundle. Its folder {@code bundle} is the one to load: the manifest lies
 * there from the beginning, and the build puts the library beside it. Immutable.
 */
public final class GuestProject {

    /** Where the manifest lies. */
    static final String MANIFEST = "bundle/manifest.toml";

    private final GeneratedFiles generated;

    private final AuthoredFiles authored;

    private GuestProject(GeneratedFiles generated, AuthoredFiles authored) {
        this.generated = generated;
        this.authored = authored;
    }

    /**
     * Makes the project of a bundle.
     * @param api what is declared
     * @param settings which bundle, and in which language
     * @return the project
     * @throws IllegalArgumentException if hosts would refuse the bundle, or the language
     * has no way to say what the api does; the message tells the cure
     */
    public static GuestProject of(Api api, GuestSettings settings) {
        GuestModel model = Bundles.model(api, settings);
        Language language = settings.language().language();
        Map<String, String> generated = new TreeMap<>(language.generated(model));
        generated.put(MANIFEST, BundleManifest.of(model, language.jvmSettings()));
        String content = "a bundle in " + settings.language().title();
        return new GuestProject(GeneratedFiles.of(content, generated),
                AuthoredFiles.of(content, language.authored(model)));
    }

    /**
     * {@return what is made again each time: stubs, types, the manifest}
     */
    public GeneratedFiles generated() {
        return this.generated;
    }

    /**
     * {@return what is written once and is the author's from then on: function bodies,
     * the build file, the test; by place, sorted, unmodifiable}
     */
    public Map<String, String> authored() {
        return this.authored.texts();
    }

    /**
     * Brings a folder to this state. A file of the author's is written once: afterwards
     * it may be changed, renamed or deleted, and stays so.
     * @param folder the folder, which is made if there is none
     * @return the files that were written or deleted, sorted; empty if all was there
     * @throws IOException if the folder cannot be read or written, a file that was not
     * generated stands in the way of one that is, or the folder has the project of a
     * bundle in another language; then nothing was changed
     */
    public List<Path> write(Path folder) throws IOException {
        this.authored.checkFolder(folder);
        List<Path> changed = new ArrayList<>(this.generated.write(folder));
        changed.addAll(this.authored.write(folder));
        changed.sort(null);
        return changed;
    }

}
