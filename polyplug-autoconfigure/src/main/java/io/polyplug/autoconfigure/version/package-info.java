/**
 * The check of Spring Boot's version. Its classes load and work under Spring Boot 3 as
 * well.
 */
@NullMarked
package io.polyplug.autoconfigure.version;

import org.jspecify.annotations.NullMarked;
