/**
 * What Reactor and Micrometer's context propagation add where an application has them.
 */
@NullMarked
package io.polyplug.autoconfigure.reactive;

import org.jspecify.annotations.NullMarked;
