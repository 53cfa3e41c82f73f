package io.polyplug.sample;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

import io.polyplug.sample.FilterBundle.Build;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Plays the developer who compiles another version of the filter into the bundle's
 * folder, or saves another script there. The page then reloads the bundle through the
 * actuator.
 */
@RestController
class BuildController {

    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final FilterBundle bundle;

    private final LuaFilter lua;

    BuildController(FilterBundle bundle, LuaFilter lua) {
        this.bundle = bundle;
        this.lua = lua;
    }

    @PostMapping("/builds/{build}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void install(@PathVariable Build build) {
        this.bundle.install(build);
    }

    @GetMapping("/script")
    Source script() {
        return new Source(this.lua.script(), this.lua.hint());
    }

    /** A script may do whatever this process may, so it is taken from its user alone. */
    @PutMapping("/script")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void save(@RequestBody String script, HttpServletRequest request) throws UnknownHostException {
        boolean local = InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        if (!local || !LOCAL_NAMES.contains(request.getServerName())) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Scripts are saved at http://localhost only");
        }
        this.lua.save(script);
    }

    /**
     * What the page's text box shows.
     *
     * @param script the script
     * @param hint what to do before it can be run, if there is something to do
     */
    record Source(String script, @Nullable String hint) {
    }

}
