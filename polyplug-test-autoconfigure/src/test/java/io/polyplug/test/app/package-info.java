/**
 * An application as a user would write it, to be tested.
 */
@NullMarked
package io.polyplug.test.app;

import org.jspecify.annotations.NullMarked;
