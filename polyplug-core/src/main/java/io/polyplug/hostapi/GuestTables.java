package io.polyplug.hostapi;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.GuestTable;
import io.polyplug.abi.TableCode;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Dispatch;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;

/**
 * The guest interface tables that guests hold: the copies that
 * {@code resolve_guest_contract} hands out, and the originals that bundles registered.
 * Thread-safe.
 * <p>
 * A copy is 56 immutable bytes (docs/abi.md 3.2), never freed or used again while the
 * runtime lives. One of a reclaimed generation is no longer known here, and so is a
 * no-op.
 */
final class GuestTables {

    private final NativeBackend backend;

    private final Map<Long, GuestInterface> known = new ConcurrentHashMap<>();

    private final Map<GuestInterface, Original> originals = new ConcurrentHashMap<>();

    private final Map<GuestInterface, Long> copies = new ConcurrentHashMap<>();

    private final Set<Long> blocks = ConcurrentHashMap.newKeySet();

    GuestTables(NativeBackend backend) {
        this.backend = backend;
    }

    /** Notes where a bundle keeps the table that it registered. */
    void addOriginal(GuestInterface guestInterface, long address, long functions) {
        this.originals.put(guestInterface, new Original(address, functions));
        this.known.put(address, guestInterface);
    }

    /** Returns the copy for guests, making it at first request. */
    long copyOf(GuestInterface guestInterface) {
        guestInterface.owner().markKnownToGuestsVolatile();
        return this.copies.computeIfAbsent(guestInterface, (key) -> {
            Original original = this.originals.get(key);
            long address = this.backend.require(GuestTable.SIZE, Abi.WORD);
            table(key, (original != null) ? original.functions() : 0)
                .write(this.backend.view(address, GuestTable.SIZE));
            this.blocks.add(address);
            this.known.put(address, key);
            return address;
        });
    }

    private static GuestTable table(GuestInterface source, long functions) {
        Dispatch.VirtualMachine machine = source.virtualMachine();
        TableCode code = (machine != null)
                ? TableCode.ofMachine(source.createFunction(), source.destroyFunction(), machine.callFunction(),
                        machine.loaderData())
                : TableCode.ofFunctions(source.createFunction(), source.destroyFunction(), source.functionCount(),
                        functions);
        return new GuestTable(source.contractId().value(), source.version(), code);
    }

    /**
     * Returns what a guest's pointer names, or {@code null} if it names nothing that is
     * still mapped.
     */
    @Nullable GuestInterface at(long address) {
        return this.known.get(address);
    }

    /** Forgets the tables of a generation that is being reclaimed. */
    void forget(Generation generation) {
        this.known.values().removeIf((each) -> each.owner() == generation);
        this.originals.keySet().removeIf((each) -> each.owner() == generation);
        this.copies.keySet().removeIf((each) -> each.owner() == generation);
    }

    /** Frees the copies. Only when no library is open any more. */
    void close() {
        this.blocks.forEach(this.backend::free);
        this.blocks.clear();
    }

    private record Original(long address, long functions) {
    }

}
