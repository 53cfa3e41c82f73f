package io.polyplug.autoconfigure.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.KeptAuditEvents;
import io.polyplug.autoconfigure.event.BundleReloadEvent;

import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application that answers with what a bundle answers.
 */
@SpringBootApplication(exclude = AuditAutoConfiguration.class)
@Import(KeptAuditEvents.class)
class AnswerApplication {

    @Bean
    Phases phases() {
        return new Phases();
    }

    /**
     * The phases of reloads, as the application hears of them.
     */
    static class Phases {

        private final List<ReloadPhase> received = new CopyOnWriteArrayList<>();

        @EventListener
        void on(BundleReloadEvent event) {
            this.received.add(event.phase());
        }

        /**
         * Returns the phases of a generation and of those after it, such as
         * {@code Reloaded 3}.
         */
        List<String> since(long generation) {
            return this.received.stream()
                .filter((phase) -> phase.generation() >= generation)
                .map((phase) -> phase.getClass().getSimpleName() + " " + phase.generation())
                .toList();
        }

        void clear() {
            this.received.clear();
        }

    }

    @RestController
    static class AnswerController {

        private final Answer answer;

        AnswerController(Answer answer) {
            this.answer = answer;
        }

        @GetMapping("/answer")
        int answer() {
            return this.answer.answer();
        }

        @GetMapping("/thread")
        String thread() {
            return Thread.currentThread().toString();
        }

    }

}
