/**
 * Bundles that are fetched from Maven repositories, OCI registries and web servers.
 * <p>
 * What comes is written to a folder of its own, and becomes an archive that may be loaded
 * in one step, after everything that was asked of it has been checked:
 *
 * <pre>
 *   incoming/…            what is being fetched; goes, whatever becomes of it
 *      │  size, checksum or digest, archive, bundle's name, signature
 *      ▼
 *   archives/‹sha256›.ppb  never changes; verified by its name whenever it is used
 *      ▲
 *   references/‹sha256›    which archive a source named the last time that it answered
 * </pre>
 */
@NullMarked
package io.polyplug.sources;

import org.jspecify.annotations.NullMarked;
