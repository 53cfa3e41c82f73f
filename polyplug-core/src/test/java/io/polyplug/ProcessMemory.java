package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;

/**
 * How much memory this process has. Of the JVM's heap only what is alive counts: how many
 * of its pages are resident is the collector's choice, and goes up and down by tens of
 * megabytes.
 */
public final class ProcessMemory {

    private static final long PAGE = 4096;

    private static final long SETTLED = 1 << 20;

    private static final int MOST_ROUNDS = 20;

    private static final String HEXADECIMAL = "(?:0x)?([0-9a-f]+)";

    /**
     * As in {@code [0x0000000704c00000, 0x0000000800000000)}, or with a third address.
     */
    private static final Pattern HEAP = Pattern.compile("\\[" + HEXADECIMAL + ",.* " + HEXADECIMAL + "\\)");

    private static final Pattern MAPPING = Pattern.compile("(?m)^" + HEXADECIMAL + "-" + HEXADECIMAL + " ");

    private static final Pattern RESIDENT = Pattern.compile("(?m)^Rss: +(\\d+) kB$");

    private ProcessMemory() {
    }

    /**
     * Returns what is there once the JVM has collected its garbage and the C library has
     * given back what nobody uses: what lives in the heap, and all that is resident
     * elsewhere. What others free only now, such as buffers that their cleaners have
     * found, is waited for: as long as it falls it is not at rest.
     * @return the memory in bytes
     */
    public static long bytesAtRest() {
        long before = bytesNow();
        long now = bytesNow();
        for (int i = 0; i < MOST_ROUNDS && before - now > SETTLED; i++) {
            before = now;
            now = bytesNow();
        }
        return now;
    }

    private static long bytesNow() {
        System.gc();
        try {
            Function.getFunction("c", "malloc_trim").invokeInt(new Object[] { new NativeLong(0) });
        }
        catch (UnsatisfiedLinkError ex) {
            // Another C library than glibc keeps its free pages; the number is larger
            // then.
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + residentBytesOutside(heap());
    }

    /** Returns where the heap is, as the collector of this JVM describes it. */
    private static List<Range> heap() {
        try {
            Object description = ManagementFactory.getPlatformMBeanServer()
                .invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcHeapInfo", null, null);
            List<Range> found = HEAP.matcher(description.toString()).results().map(Range::of).toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("This collector does not tell where the heap is: " + description);
            }
            return found;
        }
        catch (JMException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static long residentBytesOutside(List<Range> heap) {
        try {
            String mappings = Files.readString(Path.of("/proc/self/smaps"), StandardCharsets.ISO_8859_1);
            List<MatchResult> found = new ArrayList<>(MAPPING.matcher(mappings).results().toList());
            Matcher resident = RESIDENT.matcher(mappings);
            long kibibytes = 0;
            for (MatchResult mapping : found) {
                if (!resident.find(mapping.end())) {
                    throw new IllegalStateException("No Rss of mapping " + mapping.group());
                }
                long start = Range.of(mapping).from();
                if (heap.stream().noneMatch((each) -> each.contains(start))) {
                    kibibytes += Long.parseLong(resident.group(1));
                }
            }
            return kibibytes << 10;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Returns all that is resident at this moment, the heap with its garbage included.
     * @return the memory in bytes
     */
    public static long residentBytes() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private record Range(long from, long to) {

        static Range of(MatchResult found) {
            return new Range(Long.parseUnsignedLong(found.group(1), 16), Long.parseUnsignedLong(found.group(2), 16));
        }

        boolean contains(long address) {
            return Long.compareUnsigned(this.from, address) <= 0 && Long.compareUnsigned(address, this.to) < 0;
        }

    }

}
