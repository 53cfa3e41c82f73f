package io.polyplug.sample;

import java.io.IOException;
import java.util.List;

import io.polyplug.error.PolyplugException;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the page reads: frames, numbers and the log.
 */
@RestController
class PictureController {

    private final FilteredPicture picture;

    private final ReloadLog log;

    PictureController(FilteredPicture picture, ReloadLog log) {
        this.picture = picture;
        this.log = log;
    }

    @GetMapping(path = "/frame.jpg", produces = MediaType.IMAGE_JPEG_VALUE)
    byte[] frame(@RequestParam long milliseconds) throws IOException {
        byte[] rgba = this.picture.frame(milliseconds / 1000.0);
        return Jpeg.encode(rgba, MovingPicture.WIDTH, MovingPicture.HEIGHT);
    }

    @GetMapping("/status")
    FilteredPicture.Status status() {
        return this.picture.status();
    }

    @GetMapping("/log")
    List<ReloadLog.Entry> log() {
        return this.log.entries();
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    String filterFailed(PolyplugException ex) {
        return String.valueOf(ex.getMessage());
    }

}
