package io.polyplug.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;

/**
 * Where the process's signals go, as the C library tells it.
 */
final class SignalHandlers {

    /** Those beyond are for the C library and for real-time use. */
    private static final int LAST = 31;

    private static final long SIZE_OF_SIGACTION = 152;

    private static final Map<Integer, String> NAMES = Map.ofEntries(Map.entry(1, "HUP"), Map.entry(2, "INT"),
            Map.entry(3, "QUIT"), Map.entry(4, "ILL"), Map.entry(5, "TRAP"), Map.entry(6, "ABRT"), Map.entry(7, "BUS"),
            Map.entry(8, "FPE"), Map.entry(10, "USR1"), Map.entry(11, "SEGV"), Map.entry(12, "USR2"),
            Map.entry(13, "PIPE"), Map.entry(14, "ALRM"), Map.entry(15, "TERM"), Map.entry(16, "STKFLT"),
            Map.entry(17, "CHLD"), Map.entry(21, "TTIN"), Map.entry(22, "TTOU"), Map.entry(23, "URG"),
            Map.entry(24, "XCPU"), Map.entry(25, "XFSZ"), Map.entry(26, "VTALRM"), Map.entry(27, "PROF"),
            Map.entry(29, "IO"), Map.entry(30, "PWR"), Map.entry(31, "SYS"));

    private final long[] handlers = new long[LAST + 1];

    private SignalHandlers() {
        Function sigaction = NativeLibrary.getInstance("c").getFunction("sigaction");
        try (Memory present = new Memory(SIZE_OF_SIGACTION)) {
            for (int signal = 1; signal <= LAST; signal++) {
                if (sigaction.invokeInt(new Object[] { signal, null, present }) == 0) {
                    this.handlers[signal] = present.getLong(0);
                }
            }
        }
    }

    /** Returns them as they are at this moment. */
    static SignalHandlers now() {
        return new SignalHandlers();
    }

    /**
     * Returns the signals whose handlers have changed since, each with the library that
     * the new one is in.
     */
    List<String> changedSince(SignalHandlers before) throws IOException {
        List<String> changed = new ArrayList<>();
        for (int signal = 1; signal <= LAST; signal++) {
            if (this.handlers[signal] != before.handlers[signal]) {
                changed.add(NAMES.getOrDefault(signal, "signal " + signal) + " in " + owner(this.handlers[signal]));
            }
        }
        return changed;
    }

    private static String owner(long handler) throws IOException {
        if (handler == 0) {
            return "default";
        }
        if (handler == 1) {
            return "ignored";
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split("\\s+", 6);
            String[] range = fields[0].split("-");
            if (Long.parseUnsignedLong(range[0], 16) <= handler && handler < Long.parseUnsignedLong(range[1], 16)) {
                return (fields.length < 6) ? "memory" : Path.of(fields[5]).getFileName().toString();
            }
        }
        return "nothing";
    }

}
