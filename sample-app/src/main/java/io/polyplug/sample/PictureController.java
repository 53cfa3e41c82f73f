package io.polyplug.sample;

import java.io.IOException;
import java.util.List;

import io.polyplug.error.PolyplugException;
import io.polyplug.sample.contract.Filter;

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

    private final FrameTimes times;

    private final ReloadLog log;

    PictureController(FilteredPicture picture, FrameTimes times, ReloadLog log) {
        this.picture = picture;
        this.times = times;
        this.log = log;
    }

    @GetMapping(path = "/frame.jpg", produces = MediaType.IMAGE_JPEG_VALUE)
    byte[] frame(@RequestParam long milliseconds) throws IOException {
        byte[] rgba = this.picture.frame(milliseconds / 1000.0);
        return Jpeg.encode(rgba, MovingPicture.WIDTH, MovingPicture.HEIGHT);
    }

    @GetMapping("/frames")
    FilteredPicture.Frames frames() {
        return this.picture.frames();
    }

    @GetMapping("/times")
    Times times(@RequestParam(defaultValue = "0") long after) {
        return new Times(System.currentTimeMillis(), this.log.swaps(), this.times.intervals(after));
    }

    @GetMapping("/filter")
    FilterName filter() {
        Filter filter = this.picture.filter();
        return new FilterName(this.picture.bundle(), filter.name(), filter.version());
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

    /**
     * The filter as its code presents itself.
     *
     * @param bundle the name of its bundle
     * @param name its name
     * @param version its version
     */
    record FilterName(String bundle, String name, String version) {
    }

    /**
     * What the chart shows.
     *
     * @param now the moment of the answer
     * @param swaps how often another version of the filter took over
     * @param intervals how long frames took
     */
    record Times(long now, long swaps, List<FrameTimes.Interval> intervals) {
    }

}
