/**
 * What calls cost through polyplug, and what the same calls cost by other ways. One short
 * run in paired slices prints the ratios that matter; the same variants run under JMH.
 */
@NullMarked
package io.polyplug.benchmarks;

import org.jspecify.annotations.NullMarked;
