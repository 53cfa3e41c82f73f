package io.polyplug.test.autoconfigure;

import io.polyplug.error.GuestCallException;
import io.polyplug.test.app.Counter;

/**
 * What tests share that have a counter which fails.
 */
abstract class FailingCounter {

    @GuestBundle("demo")
    static final Counter failing = (bytes) -> {
        throw new GuestCallException(300, "no fingers", "unused", null);
    };

}
