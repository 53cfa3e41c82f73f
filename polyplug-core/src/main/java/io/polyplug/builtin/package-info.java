/**
 * The host contracts that every runtime offers beside those of the application: settings
 * and a folder for each bundle. They are registered like all others, and nothing else
 * knows them.
 */
@NullMarked
package io.polyplug.builtin;

import org.jspecify.annotations.NullMarked;
