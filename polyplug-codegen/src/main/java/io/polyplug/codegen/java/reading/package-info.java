/**
 * From Java to an api: interfaces that are annotated as contracts, and the records and
 * enums that they use. Refuses what no name or type of an api stands for.
 */
@NullMarked
package io.polyplug.codegen.java.reading;

import org.jspecify.annotations.NullMarked;
