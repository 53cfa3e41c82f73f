package io.polyplug.benchmarks;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What no host can do without at a reload: the system calls that copy a library, open it
 * and close the one before, made by a few lines of C ({@code floor.c}). Like a runtime it
 * keeps the copy of the version before. Belongs to one thread.
 */
@SuppressWarnings("restricted")
final class Floor implements AutoCloseable {

    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final ValueLayout.OfInt RESULT = ValueLayout.JAVA_INT;

    private final Arena arena = Arena.ofShared();

    private final MethodHandle openNew;

    private final MethodHandle openOver;

    private final MethodHandle closeLibrary;

    private final MethodHandle removeCopy;

    private final MethodHandle keepCopy;

    private final Path folder;

    private final boolean writesOver;

    private int number;

    private MemorySegment library = MemorySegment.NULL;

    /**
     * Looks the functions up.
     * @param functions the library in C
     * @param folder where copies are made
     * @param writesOver whether copies are written over files that are not needed any
     * more, or are new files
     */
    Floor(Path functions, Path folder, boolean writesOver) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(functions, this.arena);
        this.openNew = function(symbols, "open_new", POINTER, POINTER, POINTER);
        this.openOver = function(symbols, "open_over", POINTER, POINTER, POINTER, POINTER);
        this.closeLibrary = function(symbols, "close_library", RESULT, POINTER);
        this.removeCopy = function(symbols, "remove_copy", RESULT, POINTER);
        this.keepCopy = function(symbols, "keep_copy", RESULT, POINTER, POINTER);
        this.folder = folder;
        this.writesOver = writesOver;
    }

    private static MethodHandle function(SymbolLookup symbols, String name, MemoryLayout result,
            MemoryLayout... parameters) {
        return Linker.nativeLinker()
            .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    /**
     * Reloads.
     * @param source the library
     * @param times told how long that took
     */
    void reload(Path source, ReloadTimes times) {
        try (Arena names = Arena.ofConfined()) {
            MemorySegment from = names.allocateFrom(source.toString());
            MemorySegment present = copy(names, 0);
            MemorySegment former = copy(names, 2);
            MemorySegment formerKept = kept(names, 2);
            MemorySegment spare = kept(names, 3);
            long start = System.nanoTime();
            MemorySegment opened = open(from, spare, present);
            times.returned().addMicrosSince(start);
            int failed = 0;
            if (!this.library.equals(MemorySegment.NULL)) {
                failed |= (int) this.closeLibrary.invokeExact(this.library);
            }
            if (this.number >= 2) {
                failed |= this.writesOver ? (int) this.keepCopy.invokeExact(former, formerKept)
                        : (int) this.removeCopy.invokeExact(former);
            }
            times.reclaimed().addMicrosSince(start);
            if (failed != 0 || opened.equals(MemorySegment.NULL)) {
                throw new IllegalStateException(source + " could not be opened, or the one before not closed");
            }
            this.library = opened;
            this.number++;
        }
        catch (Throwable ex) {
            throw RawHost.unexpected(ex);
        }
    }

    /** The first ones have nothing to write over. */
    private MemorySegment open(MemorySegment from, MemorySegment spare, MemorySegment present) throws Throwable {
        return (this.writesOver && this.number >= 3) ? (MemorySegment) this.openOver.invokeExact(from, spare, present)
                : (MemorySegment) this.openNew.invokeExact(from, present);
    }

    /** Returns the folder of the copy that was made so many reloads ago. */
    private MemorySegment copy(Arena names, int ago) {
        return names.allocateFrom(this.folder.resolve("copy-" + (this.number - ago)).toString());
    }

    /** Returns what that is called once it is kept to be written over. */
    private MemorySegment kept(Arena names, int ago) {
        return names.allocateFrom(this.folder.resolve("kept-" + (this.number - ago)).toString());
    }

    @Override
    public void close() {
        try {
            int closed = (int) this.closeLibrary.invokeExact(this.library);
            assert closed == 0;
        }
        catch (Throwable ex) {
            throw RawHost.unexpected(ex);
        }
        finally {
            this.arena.close();
        }
    }

}
