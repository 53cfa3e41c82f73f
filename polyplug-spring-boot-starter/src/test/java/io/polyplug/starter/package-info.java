/**
 * Applications with the starter and Spring Security.
 */
@NullMarked
package io.polyplug.starter;

import org.jspecify.annotations.NullMarked;
