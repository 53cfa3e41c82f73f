package io.polyplug.autoconfigure.watch.folder;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Files that editors and programs which copy keep beside the ones they write, for as long
 * as they work: they come and go, and a bundle is no other because of them.
 */
final class TemporaryFiles {

    /*
     * In this order: swap files of vim and the file with which it tries a folder, backups
     * of vim and Emacs, locks and automatic copies of Emacs, temporary files of rsync
     * (.name.XXXXXX), of GNOME and KDE, locks of LibreOffice, of NFS, of IntelliJ, and
     * what many name so.
     */
    private static final Pattern NAME = Pattern
        .compile(".*\\.swp|\\..*\\.sw[a-z]|4913|.*~|\\.#.*|#.*#|\\..+\\.[A-Za-z0-9]{6}"
                + "|\\.goutputstream-.*|\\.~lock\\..*#|\\.nfs[0-9a-f]+|.*___jb_(tmp|old)___|.*\\.(tmp|part|partial|filepart)");

    private TemporaryFiles() {
    }

    /** Returns whether a file is one of these, by its name. */
    static boolean include(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

}
