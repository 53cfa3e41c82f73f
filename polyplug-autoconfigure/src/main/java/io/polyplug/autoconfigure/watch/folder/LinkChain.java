package io.polyplug.autoconfigure.watch.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The folders in which a change can make a path lead elsewhere: those that hold a link on
 * the way, and what the path leads to. Where the way ends early it is the last folder
 * that there is.
 */
public final class LinkChain {

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final Set<Path> folders = new HashSet<>();

    private final Deque<Path> rest = new ArrayDeque<>();

    private Path at;

    private LinkChain(Path path) {
        this.at = path.getRoot();
        path.forEach(this.rest::add);
    }

    /**
     * Follows a path.
     * @param path an absolute path
     * @return the folders, as they are at present
     */
    public static Set<Path> of(Path path) {
        LinkChain chain = new LinkChain(path);
        chain.follow();
        return chain.folders;
    }

    private void follow() {
        int links = 0;
        while (!this.rest.isEmpty() && links <= MOST_LINKS) {
            Path name = this.rest.pop();
            Path next = this.at.resolve(name).normalize();
            if (Files.isSymbolicLink(next)) {
                links++;
                this.folders.add(this.at);
                if (!turn(next)) {
                    return;
                }
            }
            else if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                this.at = next;
            }
            else {
                break;
            }
        }
        if (Files.isDirectory(this.at)) {
            this.folders.add(this.at);
        }
    }

    /** Goes on where a link leads, if it is still there. */
    private boolean turn(Path link) {
        try {
            Path target = Files.readSymbolicLink(link);
            if (target.isAbsolute()) {
                this.at = target.getRoot();
            }
            List<Path> names = new ArrayList<>();
            target.forEach(names::add);
            for (int i = names.size() - 1; i >= 0; i--) {
                this.rest.push(names.get(i));
            }
            return true;
        }
        catch (IOException ex) {
            return false;
        }
    }

}
