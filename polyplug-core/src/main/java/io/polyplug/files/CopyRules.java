package io.polyplug.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import io.polyplug.files.FolderListing.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle's folder may hold: files, folders, and links that stay inside, both as
 * they are written and as the file system follows them.
 *
 * @param folder the folder's real path
 */
record CopyRules(Path folder) {

    private static final Refusal OUTSIDE = new Refusal("which is outside the bundle directory",
            "Put the file itself there");

    /**
     * What is wrong with an entry.
     *
     * @param reason the end of a clause
     * @param cure what to do, in one sentence
     */
    record Refusal(String reason, String cure) {
    }

    /**
     * Tells what is wrong with the entries that may not be there, in the order of the
     * listing.
     */
    void check(FolderListing listing, Consumer<Refusal> refusals) throws IOException {
        for (Map.Entry<Path, Entry> entry : listing.entries().entrySet()) {
            if (entry.getValue() instanceof Entry.Other) {
                refusals.accept(new Refusal("'" + entry.getKey() + "' in its folder is neither a file nor a folder",
                        "Remove it, a bundle holds only these"));
            }
            if (entry.getValue() instanceof Entry.Link link) {
                Refusal refusal = refusal(entry.getKey(), link.target());
                if (refusal != null) {
                    refusals.accept(new Refusal("'" + entry.getKey() + "' in its folder is a link to " + link.target()
                            + ", " + refusal.reason(), refusal.cure()));
                }
            }
        }
    }

    private @Nullable Refusal refusal(Path link, Path target) throws IOException {
        Path place = this.folder.resolve(link);
        if (target.isAbsolute()) {
            return new Refusal("which is absolute and leads out of a copy",
                    "Make it a relative one that stays inside the folder");
        }
        if (!place.resolveSibling(target).normalize().startsWith(this.folder)) {
            return OUTSIDE;
        }
        if (!Files.exists(place)) {
            return new Refusal("which leads to nothing", "Put the file there, or remove the link");
        }
        return place.toRealPath().startsWith(this.folder) ? null : OUTSIDE;
    }

}
