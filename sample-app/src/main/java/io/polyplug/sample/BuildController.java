package io.polyplug.sample;

import io.polyplug.sample.FilterBundle.Build;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Plays the developer who compiles another version of the filter into the bundle's
 * folder. The page then reloads the bundle through the actuator.
 */
@RestController
class BuildController {

    private final FilterBundle bundle;

    BuildController(FilterBundle bundle) {
        this.bundle = bundle;
    }

    @PostMapping("/builds/{build}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void install(@PathVariable Build build) {
        this.bundle.install(build);
    }

}
