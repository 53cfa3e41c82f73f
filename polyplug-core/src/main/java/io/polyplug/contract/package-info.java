/**
 * What an application writes against: the annotations of a contract interface,
 * identifiers, versions and handles. Every type here is immutable.
 */
@NullMarked
package io.polyplug.contract;

import org.jspecify.annotations.NullMarked;
