/**
 * What changed between two versions of an api, and whom it breaks. Knows the model of an
 * api, and neither files nor languages.
 */
@NullMarked
package io.polyplug.codegen.diff;

import org.jspecify.annotations.NullMarked;
