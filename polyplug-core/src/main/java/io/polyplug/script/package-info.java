/**
 * Bundles that are scripts: Lua, JavaScript, Python. Each generation has inner runtimes
 * of its own, made by upstream's library for the language, in which nothing is left but
 * the machine that runs the script: whatever the script asks its host for, this runtime
 * answers. Beside {@code library}, and as ignorant of operations.
 */
@NullMarked
package io.polyplug.script;

import org.jspecify.annotations.NullMarked;
