package io.polyplug.autoconfigure.web;

import java.util.concurrent.CompletionStage;

import io.polyplug.autoconfigure.contract.ImportGuestContracts;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application that calls a contract in each way that a controller may, and catches
 * nothing.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ImportGuestContracts({ Answer.class, MissingProviderApplication.LaterAnswer.class })
@Import(MissingProviderApplication.Answers.class)
class MissingProviderApplication {

    /** The contract with its results to come. */
    @GuestContract(name = "reload.test", version = "1.0")
    interface LaterAnswer {

        @ContractFunction(0)
        CompletionStage<Integer> answer();

    }

    /** What the application says of an order that it cannot place. */
    @ResponseStatus(HttpStatus.BAD_GATEWAY)
    static final class OrderException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OrderException(Throwable cause) {
            super("no order", cause);
        }

    }

    @RestController
    static class Answers {

        private final Answer answer;

        private final LaterAnswer later;

        Answers(Answer answer, LaterAnswer later) {
            this.answer = answer;
            this.later = later;
        }

        @GetMapping("/plain")
        int plain() {
            return this.answer.answer();
        }

        @GetMapping("/stage")
        CompletionStage<Integer> stage() {
            return this.later.answer();
        }

        @GetMapping("/mono")
        Mono<Integer> mono() {
            return Mono.fromCallable(this.answer::answer);
        }

        @GetMapping("/joined")
        int joined() {
            return this.later.answer().toCompletableFuture().join();
        }

        @GetMapping("/ordered")
        int ordered() {
            try {
                return this.answer.answer();
            }
            catch (RuntimeException ex) {
                throw new OrderException(ex);
            }
        }

        @GetMapping("/broken")
        int broken() {
            throw new IllegalStateException("broken as expected");
        }

    }

}
