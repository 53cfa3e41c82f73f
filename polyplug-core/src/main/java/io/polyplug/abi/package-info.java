/**
 * The numbers and structs of the ABI as they lie in native memory: sizes and codes, the
 * tables of contracts, UTF-8, and how bytes get in and out. Reads and writes memory that
 * others own; knows neither Java's types nor pins nor policies.
 */
@NullMarked
package io.polyplug.abi;

import org.jspecify.annotations.NullMarked;
