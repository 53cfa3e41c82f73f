package io.polyplug.host;

import io.polyplug.quarantine.BlockTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;

/**
 * Memory that guests allocate through the host, and the rule for what they return.
 * Thread-safe and without locks: most of this happens under the pin of a call.
 * <p>
 * The ABI does not say who frees a returned view. A block that the called generation
 * allocated on this thread during this very call is freed once it has been copied;
 * anything else is borrowed. A lawful guest may keep even such a block, so the first ones
 * of each function go to the quarantine instead: a guest that returns or frees one of
 * them again is treated as borrowing from then on.
 */
public final class GuestMemory {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.host");

    private static final int PLACES = 1024;

    private final NativeBackend backend;

    /** Whose quarantine a block is in: a guest may free it through any table. */
    private final BlockTable<Generation> keepers = new BlockTable<>(PLACES);

    /**
     * Creates the memory.
     * @param backend the C heap
     */
    GuestMemory(NativeBackend backend) {
        this.backend = backend;
    }

    /**
     * {@code HostApi.alloc}, for a caller on a stack that may be in a guest call: then
     * the block is noted, and counted when the call ends if it is still there.
     */
    long allocate(CallStack stack, @Nullable Generation generation, long size, long align) {
        if (stack.isOutside()) {
            return allocate(generation, size, align);
        }
        long address = isValid(size, align) ? this.backend.allocate(size, align) : 0;
        if (address != 0) {
            stack.note(address, size, generation);
        }
        return address;
    }

    private static boolean isValid(long size, long align) {
        return size > 0 && Long.bitCount(align) == 1 && align > 0;
    }

    /**
     * {@code HostApi.alloc}: 0 for size 0, an alignment that is no power of two, or
     * exhaustion (docs/abi.md 7.3).
     */
    long allocate(@Nullable Generation generation, long size, long align) {
        long address = isValid(size, align) ? this.backend.allocate(size, align) : 0;
        if (address != 0 && generation != null) {
            generation.ledger().addHeldBytes(size);
        }
        return address;
    }

    /**
     * {@code HostApi.free}: nothing for null, size 0 or an invalid alignment (docs/abi.md
     * 7.4).
     */
    void free(@Nullable Generation generation, CallStack stack, long address, long size, long align) {
        if (address == 0 || size == 0 || Long.bitCount(align) != 1) {
            return;
        }
        boolean uncounted = stack.forget(address);
        Generation keeper = this.keepers.remove(address);
        if (keeper != null) {
            keeper.quarantine().remove(address);
            treatAsBorrowing(stack, keeper, "frees");
        }
        if (generation != null && !uncounted) {
            generation.ledger().addHeldBytes(-size);
        }
        this.backend.free(address, size);
    }

    /**
     * Decides about a block that holds what a guest passed to a host contract. The glue
     * of generated Rust guests allocates such blocks for each call and never frees them;
     * a manifest with {@code host_arguments = "leaked"} says so.
     */
    void passed(CallStack stack, long address) {
        Generation caller = stack.innermost();
        if (caller != null && caller.leavesHostArguments()) {
            stack.takeOver(address, this);
        }
    }

    /** Frees a block that was counted and that its guest does not use any more. */
    void release(Generation generation, long address, long size) {
        generation.ledger().addHeldBytes(-size);
        this.backend.free(address, size);
    }

    /**
     * Returns how long a block is that a guest shows, if that is known.
     * @param stack the calling thread's stack, inside the call
     * @param generation whose function returned it
     * @param address the block
     * @return its size, or -1
     */
    public long knownSize(CallStack stack, Generation generation, long address) {
        return stack.notedSize(address, generation);
    }

    /**
     * Decides about a block that a function has returned and that has been copied.
     * @param stack the calling thread's stack, inside the call
     * @param guestInterface whose function returned it
     * @param functionId which function
     * @param address the block
     */
    public void returned(CallStack stack, GuestInterface guestInterface, int functionId, long address) {
        Generation generation = guestInterface.owner();
        long size = stack.notedSize(address, generation);
        if (size < 0) {
            if (generation.quarantine().contains(address)) {
                treatAsBorrowing(stack, generation, "returns");
            }
            return;
        }
        if (generation.borrowsReturnedMemory()) {
            return;
        }
        stack.forget(address);
        if (guestInterface.share(functionId).isFull() || !keep(guestInterface, functionId, address, size)) {
            this.backend.free(address, size);
        }
    }

    private boolean keep(GuestInterface guestInterface, int functionId, long address, long size) {
        Generation generation = guestInterface.owner();
        this.keepers.put(address, generation);
        if (!generation.quarantine().keep(guestInterface.share(functionId), address, size)) {
            this.keepers.remove(address);
            return false;
        }
        generation.ledger().addHeldBytes(size);
        return true;
    }

    private static void treatAsBorrowing(CallStack stack, Generation generation, String verb) {
        if (generation.ledger().markKeepsReturnedMemory()) {
            stack.tell(new Borrowing(generation.bundleName(), verb));
        }
    }

    /**
     * Frees what a generation left in quarantine. Only after its library was closed.
     * @param generation the generation
     */
    void reclaim(Generation generation) {
        generation.quarantine().blocks().forEach((address, size) -> {
            if (this.keepers.remove(address) != null && generation.quarantine().remove(address)) {
                generation.ledger().addHeldBytes(-size);
                this.backend.free(address);
            }
        });
    }

    /**
     * Tells that a bundle was found to keep what it returns.
     *
     * @param bundleName the bundle
     * @param verb what it did
     */
    private record Borrowing(String bundleName, String verb) implements Runnable {

        @Override
        public void run() {
            logger.info("Bundle '{}' {} memory again that it has returned before: what it returns counts as borrowed"
                    + " from now on. Say returned_memory = \"borrowed\" under [jvm] in its manifest to make this explicit",
                    this.bundleName, this.verb);
        }

    }

}
