/**
 * A started application, spoken to over HTTP.
 */
@NullMarked
package io.polyplug.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
