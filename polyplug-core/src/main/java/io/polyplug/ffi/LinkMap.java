package io.polyplug.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list that the system's loader keeps of what it has mapped. To be read while nothing
 * comes or goes; empty where the system does not tell.
 */
final class LinkMap {

    private static final int RTLD_DI_LINKMAP = 2;

    private static final int NAME = 8;

    private static final int NEXT = 24;

    private final NativeBackend backend;

    private final long information;

    LinkMap(NativeBackend backend) {
        this.backend = backend;
        this.information = backend.processSymbol("dlinfo");
    }

    /**
     * Returns the files from a library onward, which is where the loader puts what came
     * with it.
     * @param library the loader's handle
     */
    List<Path> filesFrom(long library) {
        List<Path> files = new ArrayList<>();
        for (long entry = entry(library); entry != 0; entry = this.backend.getWord(entry + NEXT)) {
            String name = name(entry);
            if (name.startsWith("/")) {
                files.add(Path.of(name).normalize());
            }
        }
        return files;
    }

    /**
     * Returns the file of a library as the loader names it.
     * @param library the loader's handle
     */
    Optional<Path> file(long library) {
        long entry = entry(library);
        return (entry == 0) ? Optional.empty() : Optional.of(Path.of(name(entry)));
    }

    private String name(long entry) {
        return CText.at(this.backend, this.backend.getWord(entry + NAME));
    }

    private long entry(long library) {
        if (this.information == 0) {
            return 0;
        }
        ByteBuffer memory = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        int result = (int) this.backend.invoke(NativeBackend.Shape.WORD, this.information, 0, library, RTLD_DI_LINKMAP,
                this.backend.addressOf(memory));
        return (result == 0) ? memory.getLong(0) : 0;
    }

}
