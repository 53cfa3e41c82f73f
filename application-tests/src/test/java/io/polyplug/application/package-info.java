/**
 * An application outside of this build, made from the documentation.
 */
@NullMarked
package io.polyplug.application;

import org.jspecify.annotations.NullMarked;
