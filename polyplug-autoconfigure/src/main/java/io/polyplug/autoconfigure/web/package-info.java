/**
 * What a web application answers where a contract has no provider.
 */
@NullMarked
package io.polyplug.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
