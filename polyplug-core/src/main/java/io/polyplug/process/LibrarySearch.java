package io.polyplug.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the system's loader finds a library that another one needs, before it is asked to
 * open it. Immutable.
 *
 * @param folders the folders that are searched without a word of a library
 * @param cache names and files of the system's cache
 */
public record LibrarySearch(List<Path> folders, Map<String, Path> cache) {

    private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);

    private static final int HEADER = 48;

    private static final int ENTRY = 24;

    /** 64-bit ELF of x86-64 and AArch64, as the cache marks it. */
    private static final List<Integer> FLAGS = List.of(0x0303, 0x0a03);

    private static final List<String> USUAL = List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib");

    /**
     * Reads what this system searches.
     * @return the search
     */
    public static LibrarySearch ofThisSystem() {
        List<Path> folders = new ArrayList<>();
        String variable = System.getenv("LD_LIBRARY_PATH");
        if (variable != null) {
            List.of(variable.split("[:;]"))
                .stream()
                .filter((folder) -> !folder.isEmpty())
                .map(Path::of)
                .forEach(folders::add);
        }
        return new LibrarySearch(List.copyOf(folders), read(Path.of("/etc/ld.so.cache")));
    }

    static Map<String, Path> read(Path file) {
        try {
            return entries(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        }
        catch (IOException | RuntimeException ex) {
            return Map.of();
        }
    }

    private static Map<String, Path> entries(ByteBuffer cache) {
        int start = indexOfMagic(cache);
        if (start < 0) {
            return Map.of();
        }
        Map<String, Path> entries = new HashMap<>();
        int count = cache.getInt(start + MAGIC.length);
        for (int i = 0; i < count; i++) {
            int entry = start + HEADER + i * ENTRY;
            if (FLAGS.contains(cache.getInt(entry))) {
                entries.putIfAbsent(text(cache, start + cache.getInt(entry + 4)),
                        Path.of(text(cache, start + cache.getInt(entry + 8))));
            }
        }
        return Map.copyOf(entries);
    }

    /** The cache of old systems has another one before it. */
    private static int indexOfMagic(ByteBuffer cache) {
        for (int at = 0; at + MAGIC.length <= cache.limit(); at++) {
            if (cache.slice(at, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
                return at;
            }
        }
        return -1;
    }

    private static String text(ByteBuffer cache, int from) {
        int end = from;
        while (cache.get(end) != 0) {
            end++;
        }
        return StandardCharsets.UTF_8.decode(cache.slice(from, end - from)).toString();
    }

    /**
     * Finds a library.
     * @param name the name as another library needs it, or a path
     * @param own the folders that the other library wants searched first
     * @return its file, if there is one
     */
    public Optional<Path> find(String name, List<Path> own) {
        if (name.contains("/")) {
            return Optional.of(Path.of(name)).filter(Files::isRegularFile);
        }
        List<Path> places = new ArrayList<>();
        own.forEach((folder) -> places.add(folder.resolve(name)));
        this.folders.forEach((folder) -> places.add(folder.resolve(name)));
        Path cached = this.cache.get(name);
        if (cached != null) {
            places.add(cached);
        }
        USUAL.forEach((folder) -> places.add(Path.of(folder, name)));
        return places.stream().filter(Files::isRegularFile).findFirst();
    }

}
