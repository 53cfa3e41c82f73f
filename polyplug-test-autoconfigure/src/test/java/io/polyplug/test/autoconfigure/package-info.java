/**
 * Tests of the test support, all without native code.
 */
@NullMarked
package io.polyplug.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
