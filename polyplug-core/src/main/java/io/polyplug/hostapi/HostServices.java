package io.polyplug.hostapi;

import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.Callers;
import io.polyplug.boundary.NativeText;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.hostcontract.HostContracts;
import io.polyplug.memory.GuestMemory;
import io.polyplug.process.ProcessMemory;
import io.polyplug.store.Generation;
import io.polyplug.store.RuntimeStore;
import io.polyplug.upcall.LastError;
import io.polyplug.upcall.StaticTexts;
import io.polyplug.upcall.UpcallGuard;

/**
 * What the host functions work with.
 *
 * @param backend how native memory is reached
 * @param process the memory of the process, whatever address a guest gives
 * @param store the published contracts
 * @param guard the way in for native callers
 * @param callers whose host table is whose
 * @param texts fixed error texts
 * @param memory memory that guests allocate
 * @param hostContracts the contracts that guests may call
 * @param guestTables the tables that guests hold
 * @param lastError the error text that guests may fetch
 * @param operations the runtime's life cycle
 * @param revisionWord the address of the revision for guests
 */
record HostServices(NativeBackend backend, ProcessMemory process, RuntimeStore<?> store, UpcallGuard guard,
        Callers callers, StaticTexts texts, GuestMemory memory, HostContracts hostContracts, GuestTables guestTables,
        LastError lastError, HostOperations operations, long revisionWord) {

    /**
     * Marks the calling bundles as ones that may hold pointers into others. Before
     * whatever hands out such a pointer is read: see {@code BundleLedger}.
     */
    void markReachesPeers(CallStack stack, long self) {
        Generation hinted = this.callers.of(self);
        if (hinted != null) {
            hinted.ledger().markReachesPeersVolatile();
        }
        stack.markReachesPeers();
    }

    String text(long address, long length) {
        return NativeText.strict(this.backend, address, length);
    }

}
