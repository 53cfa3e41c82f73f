/**
 * Requests by HTTP, bounded in time and size, whose credentials stay with the server that
 * they are for; and archives on web servers.
 */
@NullMarked
package io.polyplug.sources.web;

import org.jspecify.annotations.NullMarked;
