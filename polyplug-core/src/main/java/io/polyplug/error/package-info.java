/**
 * The failures that polyplug reports: one sealed, unchecked family.
 *
 * @serial exclude
 */
@NullMarked
package io.polyplug.error;

import org.jspecify.annotations.NullMarked;
