/**
 * What all languages of projects share: the bundle that is to be made, names, and
 * templates. Knows none of the languages.
 */
@NullMarked
package io.polyplug.codegen.guest.model;

import org.jspecify.annotations.NullMarked;
