// Generated from api.toml by polyplug-codegen. Do not edit.
/**
 * Contracts between the application and its bundles, and the types that they use.
 */
@NullMarked
package io.polyplug.sample.contract;

import org.jspecify.annotations.NullMarked;
