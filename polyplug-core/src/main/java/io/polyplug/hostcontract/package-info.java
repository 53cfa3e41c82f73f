/**
 * The contracts that guests call: who registered them, which object is behind them, and
 * when it is made and destroyed. It may not know the host table, through which guests ask
 * for them.
 */
@NullMarked
package io.polyplug.hostcontract;

import org.jspecify.annotations.NullMarked;
