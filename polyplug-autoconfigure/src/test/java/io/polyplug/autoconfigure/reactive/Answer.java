package io.polyplug.autoconfigure.reactive;

import java.util.concurrent.CompletionStage;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import reactor.core.publisher.Mono;

/**
 * The contract of the builds of bundle {@code reload}, in each form that its one function
 * may have.
 */
interface Answer {

    /** In Reactor's form. */
    @GuestContract(name = "reload.test", version = "1.0")
    interface Reactive {

        @ContractFunction(0)
        Mono<Integer> answer();

    }

    /** In Java's own. */
    @GuestContract(name = "reload.test", version = "1.0")
    interface Later {

        @ContractFunction(0)
        CompletionStage<Integer> answer();

    }

    /** At once. */
    @GuestContract(name = "reload.test", version = "1.0")
    interface Plain {

        @ContractFunction(0)
        int answer();

    }

}
