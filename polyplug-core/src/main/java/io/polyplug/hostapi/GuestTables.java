package io.polyplug.hostapi;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.GuestTable;
import io.polyplug.abi.TableCode;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Dispatch;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.upcall.NativePeers;

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

    /** Copies of tables of native functions, as scripts want to call them. */
    private final Map<GuestInterface, Long> copiesForScripts = new ConcurrentHashMap<>();

    private final NativePeers peers;

    private final Set<Long> blocks = ConcurrentHashMap.newKeySet();

    GuestTables(NativeBackend backend, NativePeers peers) {
        this.backend = backend;
        this.peers = peers;
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
            return write(key, code(key, (original != null) ? original.functions() : 0));
        });
    }

    /** Returns the copy for scripts, making it at first request. */
    long copyForScripts(GuestInterface guestInterface) {
        if (guestInterface.isRunByVirtualMachine()) {
            return copyOf(guestInterface);
        }
        guestInterface.owner().markKnownToGuestsVolatile();
        return this.copiesForScripts.computeIfAbsent(guestInterface, (key) -> write(key, this.peers.codeOf(key)));
    }

    private long write(GuestInterface source, TableCode code) {
        long address = this.backend.require(GuestTable.SIZE, Abi.WORD);
        new GuestTable(source.contractId().value(), source.version(), code)
            .write(this.backend.view(address, GuestTable.SIZE));
        this.blocks.add(address);
        this.known.put(address, source);
        return address;
    }

    private static TableCode code(GuestInterface source, long functions) {
        Dispatch.VirtualMachine machine = source.virtualMachine();
        return (machine != null)
                ? TableCode.ofMachine(source.createFunction(), source.destroyFunction(), machine.callFunction(),
                        machine.loaderData())
                : TableCode.ofFunctions(source.createFunction(), source.destroyFunction(), source.functionCount(),
                        functions);
    }

    /**
     * Returns what a guest's pointer names, or {@code null} if it names nothing that is
     * still mapped.
     */
    @Nullable GuestInterface at(long address) {
        return this.known.get(address);
    }

    /** Returns the generations of which guests may hold tables. */
    Set<Generation> owners() {
        return this.known.values().stream().map(GuestInterface::owner).collect(Collectors.toSet());
    }

    /** Forgets the tables of a generation that is being reclaimed. */
    void forget(Generation generation) {
        this.known.values().removeIf((each) -> each.owner() == generation);
        this.originals.keySet().removeIf((each) -> each.owner() == generation);
        this.copies.keySet().removeIf((each) -> each.owner() == generation);
        this.copiesForScripts.keySet().removeIf((each) -> each.owner() == generation);
        this.peers.forget(generation);
    }

    /** Frees the copies. Only when no library is open any more. */
    void close() {
        this.blocks.forEach(this.backend::free);
        this.blocks.clear();
    }

    private record Original(long address, long functions) {
    }

}
