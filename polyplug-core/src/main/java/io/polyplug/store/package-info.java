/**
 * What is published: contracts and their providers, readable without locks, and the cells
 * that calls go through.
 * <p>
 * One immutable {@link io.polyplug.store.ReadView} stands behind one volatile reference.
 * Writers hold one lock, build, publish once a transaction, set the cells, then bump the
 * revision. Retiring what was replaced comes after all of that and is the caller's next
 * step. <pre>
 *  staged --activate--&gt; active --activate(next) | withdraw--&gt; retired --last pin ends--&gt; reclaimed
 *     \--discard--&gt; reclaimed
 * </pre>
 */
@NullMarked
package io.polyplug.store;

import org.jspecify.annotations.NullMarked;
