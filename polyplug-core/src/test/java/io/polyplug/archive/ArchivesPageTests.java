package io.polyplug.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import io.polyplug.zip.ArchiveLimits;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/archives.md} tells the limits that hold.
 */
class ArchivesPageTests {

    @Test
    void tellsTheLimits() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "archives.md"));
        assertThat(page).contains("| entries | " + number(ArchiveLimits.ENTRIES) + " |",
                "| bytes when unpacked | " + number(ArchiveLimits.BYTES) + " |",
                "| growth | " + (ArchiveLimits.BYTES_IN_ANY_CASE >> 20) + " MiB, and " + ArchiveLimits.RATIO
                        + " times the size of the archive beyond that |",
                "more than " + ArchiveLimits.RATIO + " times");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

}
