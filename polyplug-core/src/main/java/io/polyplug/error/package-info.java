/**
 * The failures that polyplug reports: one sealed, unchecked family.
 */
@NullMarked
package io.polyplug.error;

import org.jspecify.annotations.NullMarked;
