/**
 * What a machine and a JVM are like to bundles: what fails here, what will be slow, and
 * why.
 */
@NullMarked
package io.polyplug.cli.doctor;

import org.jspecify.annotations.NullMarked;
