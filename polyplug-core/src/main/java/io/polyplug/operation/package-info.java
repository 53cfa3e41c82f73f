/**
 * Operations on bundles as such: one at a time, who may begin one from where, what each
 * is doing, and which take long. {@link io.polyplug.operation.Operations} is the way in.
 * What an operation does to bundles is unknown here.
 */
@NullMarked
package io.polyplug.operation;

import org.jspecify.annotations.NullMarked;
