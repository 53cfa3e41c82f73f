/**
 * The program {@code polyplug}: its commands, and what it says when one fails. Commands
 * read options and print; the work is done by {@code io.polyplug.codegen} and the
 * runtime.
 */
@NullMarked
package io.polyplug.cli;

import org.jspecify.annotations.NullMarked;
