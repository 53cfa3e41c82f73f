package io.polyplug.hostapi;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.InitWindow;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.StaleHandleException;
import io.polyplug.hostcontract.RegisteredContract;
import io.polyplug.store.GuestInterface;
import io.polyplug.upcall.UpcallGuard.Answer;

/**
 * The functions by which guests find each other, host contracts and bundles (docs/abi.md
 * 7.5 to 7.11). Thread-safe.
 */
final class LookupFunctions {

    private static final int HANDLE_SIZE = 8;

    private static final int DEPENDENCY_SIZE = 24;

    private final HostServices host;

    LookupFunctions(HostServices host) {
        this.host = host;
    }

    /** {@code GuestContractHandle (this, contract_id, min_version)}. */
    long find(CallStack stack, long self, long id, long minMajor) {
        List<GuestContractHandle> found = visible(stack, id, (int) minMajor);
        return (found.isEmpty() ? GuestContractHandle.NULL : found.get(0)).packed();
    }

    /** {@code Array (this, contract_id, min_version)}. */
    void findAll(CallStack stack, long self, long id, long minMajor, long result) {
        List<GuestContractHandle> found = visible(stack, id, (int) minMajor);
        ByteBuffer items = array(self, result, found.size(), HANDLE_SIZE, Integer.BYTES);
        for (int i = 0; i < found.size(); i++) {
            items.putLong(i * HANDLE_SIZE, found.get(i).packed());
        }
    }

    private List<GuestContractHandle> visible(CallStack stack, long id, int minMajor) {
        GuestContractId contract = new GuestContractId(id);
        InitWindow window = stack.window();
        boolean denied = window != null && !window.generation().declaredDependencies().contains(contract);
        return denied ? List.of() : this.host.store().findAll(contract, minMajor);
    }

    /**
     * {@code const GuestContractInterface *(this, handle)}. The calling bundles are
     * marked before the view is read: see {@code BundleLedger}.
     */
    long resolve(CallStack stack, long self, long packedHandle) {
        this.host.markReachesPeers(stack, self);
        try {
            GuestInterface found = this.host.store().resolve(GuestContractHandle.ofPacked(packedHandle));
            return (this.host.callers().seatOf(self) != null) ? this.host.guestTables().copyForScripts(found)
                    : this.host.guestTables().copyOf(found);
        }
        catch (StaleHandleException ex) {
            return 0;
        }
    }

    /** {@code HostContractInstance (this, contract_id, min_version)}. */
    long hostContract(CallStack stack, long self, long id, long packedMinimum) {
        RegisteredContract entry = match(stack, self, id, (int) packedMinimum, "host contract not found");
        return (entry == null) ? 0 : entry.request(this.host.callers().ofOrInnermost(stack, self));
    }

    /** {@code const HostContractInterface *(this, contract_id, min_version)}. */
    long hostContractInterface(CallStack stack, long self, long id, long packedMinimum) {
        RegisteredContract entry = match(stack, self, id, (int) packedMinimum, "host contract interface not found");
        return (entry == null) ? 0 : entry.offer().address();
    }

    private @Nullable RegisteredContract match(CallStack stack, long self, long id, int packedMinimum, String text) {
        this.host.markReachesPeers(stack, self);
        RegisteredContract entry = this.host.hostContracts().match(id, packedMinimum);
        if (entry == null) {
            this.host.lastError()
                .set(text + ": id " + Long.toUnsignedString(id) + " (" + new HostContractId(id) + "), version "
                        + (packedMinimum >>> 16) + "." + (packedMinimum & 0xffff) + " or later"
                        + this.host.hostContracts().versionOf(id).map(LookupFunctions::mismatch).orElse(""));
        }
        return entry;
    }

    private static String mismatch(Version registered) {
        return "; version mismatch: " + registered.major() + "." + registered.minor() + " is registered";
    }

    /** {@code Array (this)} of bundle ids. Only loaded bundles are listed. */
    void listBundles(CallStack stack, long self, long result) {
        List<BundleId> ids = this.host.operations().bundleIds();
        ByteBuffer items = array(self, result, ids.size(), Abi.WORD, Abi.WORD);
        for (int i = 0; i < ids.size(); i++) {
            items.putLong(i * Abi.WORD, ids.get(i).value());
        }
    }

    /**
     * {@code Array (this)} of what the bundle that initialises on this thread depends on.
     */
    void dependencies(CallStack stack, long self, long result) {
        InitWindow window = stack.window();
        List<InitWindow.DeclaredDependency> declared = (window == null) ? List.of() : window.dependencies();
        ByteBuffer items = array(self, result, declared.size(), DEPENDENCY_SIZE, Abi.WORD);
        for (int i = 0; i < declared.size(); i++) {
            items.putLong(i * DEPENDENCY_SIZE, declared.get(i).contractId());
            items.putLong(i * DEPENDENCY_SIZE + Abi.WORD, declared.get(i).minVersion());
            items.putLong(i * DEPENDENCY_SIZE + 2 * Abi.WORD, declared.get(i).bundleId());
        }
    }

    /** Answers with an {@code Array} without items. */
    Answer empty(int align) {
        return (stack, words, result) -> {
            array(0, result, 0, 0, align);
            return 0;
        };
    }

    /**
     * Writes an {@code Array} whose items the caller frees through the host; an empty one
     * has none.
     */
    private ByteBuffer array(long self, long result, int length, int itemSize, int align) {
        int size = length * itemSize;
        long items = this.host.memory().allocate(this.host.callers().of(self), size, align);
        this.host.backend().putWord(result, items);
        this.host.backend().putWord(result + Abi.WORD, (items == 0) ? 0 : length);
        this.host.backend().putWord(result + 2L * Abi.WORD, align);
        return (items == 0) ? ByteBuffer.allocate(size) : this.host.backend().view(items, size);
    }

}
