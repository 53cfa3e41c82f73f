/**
 * Tests of the assertions.
 */
@NullMarked
package io.polyplug.test.assertj;

import org.jspecify.annotations.NullMarked;
