/**
 * Calls of bundles from a terminal. The contract's Java interface is generated and
 * compiled in memory; then the runtime calls as it does in an application.
 */
@NullMarked
package io.polyplug.cli.run;

import org.jspecify.annotations.NullMarked;
