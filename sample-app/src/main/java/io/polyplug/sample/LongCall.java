package io.polyplug.sample;

import java.util.concurrent.atomic.AtomicBoolean;

import io.polyplug.error.PolyplugException;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * A call that stays in the filter's code for some seconds, whatever is swapped meanwhile.
 * It ends on the version that it began on, whose generation is held for so long.
 */
@RestController
class LongCall {

    private static final long LONGEST = 20_000;

    private final FilteredPicture picture;

    private final ReloadLog log;

    private final AtomicBoolean running = new AtomicBoolean();

    LongCall(FilteredPicture picture, ReloadLog log) {
        this.picture = picture;
        this.log = log;
    }

    @PostMapping("/long-call")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void begin(@RequestParam long milliseconds) {
        if (milliseconds < 1 || milliseconds > LONGEST) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A long call takes 1 to " + LONGEST + " ms");
        }
        if (!this.running.compareAndSet(false, true)) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "A long call is running already");
        }
        this.log.note("Call begins", "a call that stays in the filter's code for " + milliseconds + " ms");
        Thread thread = new Thread(() -> call(milliseconds), "long-call");
        thread.setDaemon(true);
        thread.start();
    }

    private void call(long milliseconds) {
        try {
            this.log.note("Call ends", "it was in the code of version " + this.picture.filter().linger(milliseconds));
        }
        catch (PolyplugException ex) {
            this.log.note("Call failed", String.valueOf(ex.getMessage()));
        }
        finally {
            this.running.set(false);
        }
    }

}
