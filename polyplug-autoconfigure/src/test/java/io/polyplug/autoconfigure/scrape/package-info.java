/**
 * An application whose meters are scraped, for tests.
 */
@NullMarked
package io.polyplug.autoconfigure.scrape;

import org.jspecify.annotations.NullMarked;
