/**
 * What an application says and learns of a rollout: a new version of a bundle that serves
 * a share of the calls beside the one that served before, until it is promoted or
 * abandoned.
 */
@NullMarked
package io.polyplug.rollout;

import org.jspecify.annotations.NullMarked;
