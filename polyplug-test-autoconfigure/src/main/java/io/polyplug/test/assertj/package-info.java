/**
 * AssertJ assertions for the runtime, its bundles and its contracts.
 */
@NullMarked
package io.polyplug.test.assertj;

import org.jspecify.annotations.NullMarked;
