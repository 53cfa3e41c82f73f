/**
 * Auto-configuration of the polyplug runtime in a Spring Boot application.
 */
@NullMarked
package io.polyplug.autoconfigure;

import org.jspecify.annotations.NullMarked;
