package io.polyplug.jna;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * Looks up what the process itself exports, with JNA. Thread-safe.
 * <p>
 * JNA's door is {@link NativeLibrary}. It starts a thread, whose class and context class
 * loader are the application's and which stays for half a minute after the last library
 * was closed, and another process, which lists where libraries are. What stands behind
 * that door, {@code dlopen} and {@code dlsym}, needs neither.
 */
@FunctionalInterface
interface ProcessSymbols {

    /**
     * Looks up a symbol.
     * @param name its name
     * @return its address, or 0 if the process has none
     */
    long address(String name);

    /** Returns the symbols, behind JNA's door where it lets us. */
    static ProcessSymbols find() {
        try {
            return direct();
        }
        catch (ReflectiveOperationException ex) {
            return throughLibrary();
        }
    }

    /**
     * Without {@link NativeLibrary}. The handle of the process stays open: it maps
     * nothing.
     */
    static ProcessSymbols direct() throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Native.class, MethodHandles.lookup());
        MethodHandle open = lookup.findStatic(Native.class, "open",
                MethodType.methodType(long.class, String.class, int.class));
        MethodHandle symbol = lookup.findStatic(Native.class, "findSymbol",
                MethodType.methodType(long.class, long.class, String.class));
        long process = address(() -> (long) open.invokeExact((String) null, -1));
        return (name) -> address(() -> (long) symbol.invokeExact(process, name));
    }

    /** As JNA offers it, where it keeps the other way to itself. */
    static ProcessSymbols throughLibrary() {
        NativeLibrary process = NativeLibrary.getProcess();
        return (name) -> address(() -> Pointer.nativeValue(process.getFunction(name, Function.C_CONVENTION)));
    }

    private static long address(Lookup lookup) {
        try {
            return lookup.run();
        }
        catch (UnsatisfiedLinkError ex) {
            return 0;
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Asks JNA. */
    @FunctionalInterface
    interface Lookup {

        /**
         * Asks.
         * @return the address
         * @throws Throwable what JNA throws
         */
        long run() throws Throwable;

    }

}
