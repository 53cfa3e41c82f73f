/**
 * Bundle archives, read with distrust. {@link io.polyplug.zip.ZipArchive} is the way in.
 * <p>
 * Invariant: an archive that was opened has nothing in it but files and folders, each
 * with a path of its own that stays inside, and no more of them than the limits say. What
 * is read of a file is as long as the directory says and has its checksum, or the reading
 * fails. Nothing here writes, or knows what is in the files.
 */
@NullMarked
package io.polyplug.zip;

import org.jspecify.annotations.NullMarked;
