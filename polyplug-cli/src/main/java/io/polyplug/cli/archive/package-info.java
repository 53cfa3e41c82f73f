/**
 * Bundles in one file, and what is common to commands that sign them.
 */
@NullMarked
package io.polyplug.cli.archive;

import org.jspecify.annotations.NullMarked;
