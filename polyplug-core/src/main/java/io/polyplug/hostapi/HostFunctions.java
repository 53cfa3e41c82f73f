package io.polyplug.hostapi;

import java.util.List;

import io.polyplug.abi.Abi;
import io.polyplug.boundary.CallStack;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.store.Generation;
import io.polyplug.store.InstanceLifecycle;
import io.polyplug.upcall.StaticTexts;

import static io.polyplug.hostapi.TableFunction.action;
import static io.polyplug.hostapi.TableFunction.direct;
import static io.polyplug.hostapi.TableFunction.list;
import static io.polyplug.hostapi.TableFunction.word;

/**
 * Makes the 21 functions of the host table. The first word of each is the table itself.
 */
final class HostFunctions {

    private static final int ERROR_LENGTH_WITHOUT_TABLE = 20;

    private final HostServices host;

    private final RegistrationFunctions registration;

    private final InstanceFunctions instances;

    private final LookupFunctions lookup;

    private final LifecycleFunctions lifecycle;

    HostFunctions(HostServices host, InstanceLifecycle instanceLifecycle) {
        this.host = host;
        this.registration = new RegistrationFunctions(host, instanceLifecycle);
        this.instances = new InstanceFunctions(host, instanceLifecycle);
        this.lookup = new LookupFunctions(host);
        this.lifecycle = new LifecycleFunctions(host);
    }

    /** Returns the functions' addresses in the order of the table. */
    List<Long> stubs() {
        return table().stream().map((each) -> each.stub(this.host.guard())).toList();
    }

    /**
     * Returns the functions in the order of the table (docs/abi.md 3.4), each with its
     * number on that page.
     */
    List<TableFunction> table() {
        StaticTexts texts = this.host.texts();
        return List.of(
                action("register_guest_contract", this.registration::registerGuestContract).fallible(texts)
                    .withoutTable((stack, words, result) -> refuse(words[3])), // 7.2
                direct("alloc", Shape.WORD, 3, new Allocation(this.host.memory(), this.host.callers())), // 7.3
                direct("free", Shape.VOID, 4, this::free), // 7.4
                word("find_guest_contract", this.lookup::find).withNothing(GuestContractHandle.NULL.packed()), // 7.5
                list("find_all_guest_contracts", this.lookup::findAll).withoutTable(this.lookup.empty(Integer.BYTES)), // 7.6
                word("resolve_guest_contract", this.lookup::resolve), // 7.7
                word("get_host_contract", this.lookup::hostContract), // 7.8
                word("resolve_host_contract_interface", this.lookup::hostContractInterface), // 7.9
                list("list_bundles", this.lookup::listBundles).withoutTable(this.lookup.empty(Abi.WORD)), // 7.10
                list("get_dependencies", this.lookup::dependencies).withoutTable(this.lookup.empty(Abi.WORD)), // 7.11
                action("load_bundle", this.lifecycle::load).fallible(texts), // 7.12
                action("reload_bundle", this.lifecycle::reload).fallible(texts), // 7.13
                action("register_host_contract", this.registration::registerHostContract).fallible(texts), // 7.14
                action("register_loader", this.registration::registerLoader).fallible(texts), // 7.15
                word("get_last_error", this.lifecycle::takeLastError), // 7.16
                word("get_error_len", this.lifecycle::lastErrorLength)
                    .withoutTable((stack, words, result) -> ERROR_LENGTH_WITHOUT_TABLE), // 7.17
                action("unload_bundle", this.lifecycle::unload).fallible(texts), // 7.18
                action("log", this.lifecycle::log), // 7.19
                action("create_guest_instance", this.instances::create)
                    .withoutTable((stack, words, result) -> this.instances.writeNothing(words[3])), // 7.20
                action("destroy_guest_instance", this.instances::destroy), // 7.21
                word("revision_counter", (stack, self) -> this.host.revisionWord())); // 7.22
    }

    /**
     * Destroys the instances of peers that a generation has left, if it is a script.
     */
    void forget(Generation generation) {
        this.instances.destroyThoseOf(generation);
    }

    GuestLog guestLog() {
        return this.lifecycle.guestLog();
    }

    private long refuse(long error) {
        this.host.guard().writeError(error, Abi.GENERIC, 0, 0);
        return 0;
    }

    /** {@code void free(this, ptr, size, align)} (docs/abi.md 7.4). */
    private long free(CallStack stack, long[] words, long result) {
        this.host.memory().free(this.host.callers().of(stack, words[0]), stack.blocks(), words[1], words[2], words[3]);
        return 0;
    }

}
