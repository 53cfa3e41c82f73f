/**
 * How Java values lie in native memory: scalars, views, records and enums, the blocks of
 * arguments that functions take, and the structs of the ABI. Reads and writes memory that
 * others own; knows neither pins nor policies.
 */
@NullMarked
package io.polyplug.abi;

import org.jspecify.annotations.NullMarked;
