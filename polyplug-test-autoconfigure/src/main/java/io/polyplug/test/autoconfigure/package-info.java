/**
 * Test support for applications that use polyplug: bundles of Java objects in the place
 * of native ones.
 */
@NullMarked
package io.polyplug.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
