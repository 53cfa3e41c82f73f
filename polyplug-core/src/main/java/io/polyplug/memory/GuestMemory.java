package io.polyplug.memory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.quarantine.BlockTable;
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
    public GuestMemory(NativeBackend backend) {
        this.backend = backend;
    }

    /**
     * {@code HostApi.alloc}, for a caller on a thread that may be in a guest call: then
     * the block is noted, and counted when the call ends if it is still there.
     * @param blocks those of the calling thread
     * @param generation who allocates, or {@code null} if that is not known
     * @param size bytes
     * @param align a power of two
     * @return the address, or 0
     */
    public long allocate(CallBlocks blocks, @Nullable Generation generation, long size, long align) {
        if (blocks.depth() == 0) {
            return allocate(generation, size, align);
        }
        long address = allocate(size, align);
        if (address != 0) {
            blocks.note(address, size, generation);
        }
        return address;
    }

    /**
     * {@code HostApi.alloc}, for a caller that notes the block itself.
     * @param size bytes
     * @param align a power of two
     * @return the address, or 0
     */
    public long allocate(long size, long align) {
        return isValid(size, align) ? this.backend.allocate(size, align) : 0;
    }

    private static boolean isValid(long size, long align) {
        return size > 0 && Long.bitCount(align) == 1 && align > 0;
    }

    /**
     * {@code HostApi.alloc}: 0 for size 0, an alignment that is no power of two, or
     * exhaustion (docs/abi.md 7.3).
     * @param generation who allocates, or {@code null} if that is not known
     * @param size bytes
     * @param align a power of two
     * @return the address, or 0
     */
    public long allocate(@Nullable Generation generation, long size, long align) {
        long address = allocate(size, align);
        if (address != 0 && generation != null) {
            generation.ledger().addHeldBytes(size);
        }
        return address;
    }

    /**
     * {@code HostApi.free}: nothing for null, size 0 or an invalid alignment (docs/abi.md
     * 7.4).
     * @param generation who frees, or {@code null} if that is not known
     * @param blocks those of the calling thread
     * @param address the block
     * @param size its bytes, as the guest says
     * @param align its alignment, as the guest says
     */
    public void free(@Nullable Generation generation, CallBlocks blocks, long address, long size, long align) {
        if (address == 0 || size == 0 || Long.bitCount(align) != 1) {
            return;
        }
        boolean uncounted = blocks.forget(address);
        Generation keeper = this.keepers.remove(address);
        if (keeper != null) {
            keeper.quarantine().remove(address);
            treatAsBorrowing(blocks, keeper, "frees");
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
     * @param blocks those of the calling thread
     * @param caller whose call the innermost is, or {@code null} outside of all
     * @param address the block
     */
    public void passed(CallBlocks blocks, @Nullable Generation caller, long address) {
        if (caller != null && caller.leavesHostArguments()) {
            blocks.takeOver(caller, address, this.backend);
        }
    }

    /**
     * Returns how long a block is that a guest shows, if that is known.
     * @param blocks those of the calling thread, inside the call
     * @param generation whose function returned it
     * @param address the block
     * @return its size, or -1
     */
    public long knownSize(CallBlocks blocks, Generation generation, long address) {
        return blocks.notedSize(address, generation);
    }

    /**
     * Returns whether what a function returns is freed once it was copied, if the called
     * generation allocated it in that call.
     * @param guestInterface whose function it is
     * @param functionId which function
     * @return {@code false} if it counts as borrowed, or goes to the quarantine
     */
    public boolean isFreedAtOnce(GuestInterface guestInterface, int functionId) {
        return guestInterface.share(functionId).isFull() && !guestInterface.owner().borrowsReturnedMemory();
    }

    /**
     * Decides about a block that a function has returned and that has been copied.
     * @param blocks those of the calling thread, inside the call
     * @param guestInterface whose function returned it
     * @param functionId which function
     * @param address the block
     */
    public void returned(CallBlocks blocks, GuestInterface guestInterface, int functionId, long address) {
        long size = freed(blocks, guestInterface, functionId, address);
        if (size >= 0) {
            this.backend.free(address, size);
        }
    }

    /**
     * Decides about a block that a function has returned to a script, which will read it:
     * what is to be freed is freed when the script's call ends.
     * @param blocks those of the calling thread, inside the call of the function
     * @param guestInterface whose function returned it
     * @param functionId which function
     * @param address the block
     */
    public void returnedToScript(CallBlocks blocks, GuestInterface guestInterface, int functionId, long address) {
        if (blocks.depth() > 1) {
            long size = freed(blocks, guestInterface, functionId, address);
            if (size >= 0) {
                blocks.leaveToCaller(guestInterface.owner(), address, size, this.backend);
            }
        }
    }

    /** Returns the size of a returned block if that is to be freed, or -1. */
    private long freed(CallBlocks blocks, GuestInterface guestInterface, int functionId, long address) {
        Generation generation = guestInterface.owner();
        long size = blocks.notedSize(address, generation);
        if (size < 0) {
            if (generation.quarantine().contains(address)) {
                treatAsBorrowing(blocks, generation, "returns");
            }
            return -1;
        }
        if (generation.borrowsReturnedMemory()) {
            return -1;
        }
        blocks.forget(address);
        boolean kept = !guestInterface.share(functionId).isFull() && keep(guestInterface, functionId, address, size);
        return kept ? -1 : size;
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

    private static void treatAsBorrowing(CallBlocks blocks, Generation generation, String verb) {
        if (generation.ledger().markKeepsReturnedMemory()) {
            blocks.tell(new Borrowing(generation.bundleName(), verb));
        }
    }

    /**
     * Frees what a generation left in quarantine. Only after its library was closed.
     * @param generation the generation
     */
    public void reclaim(Generation generation) {
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
