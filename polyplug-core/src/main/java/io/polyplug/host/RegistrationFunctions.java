package io.polyplug.host;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ContractDefinition;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.Explanation;
import io.polyplug.store.Dispatch;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.GuestUses;
import io.polyplug.store.InstanceLifecycle;
import io.polyplug.store.ProviderRefusal;

/**
 * {@code register_guest_contract}, {@code register_host_contract} and
 * {@code register_loader} (ABI specification 6.1, 6.11, 6.12). Thread-safe.
 */
final class RegistrationFunctions {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.registry");

    private final HostServices host;

    private final InstanceLifecycle lifecycle;

    RegistrationFunctions(HostServices host, InstanceLifecycle lifecycle) {
        this.host = host;
        this.lifecycle = lifecycle;
    }

    /**
     * {@code void (this, descriptor, interface, out_err)}: the checks come in the order
     * of the specification.
     */
    void registerGuestContract(CallStack stack, long self, long descriptor, long table, long error) {
        if (self == 0) {
            this.host.guard().writeError(error, Abi.GENERIC, 0, 0);
            return;
        }
        String missing = missingPart(descriptor, table);
        if (missing != null) {
            this.host.texts().refuse(error, Abi.INVALID_POINTER, missing);
            return;
        }
        if (isNullView(descriptor + Abi.VIEW_SIZE)) {
            this.host.texts().refuse(error, Abi.GENERIC, "PluginDescriptor.contract_name is empty");
            return;
        }
        Initialization initialization = stack.initialization();
        if (initialization == null) {
            reject(error, Abi.GENERIC, "registration outside of polyplug_init: a bundle registers its contracts while"
                    + " it initialises, on the thread that runs polyplug_init");
            return;
        }
        try {
            register(initialization, descriptor, table, error);
        }
        catch (IllegalArgumentException ex) {
            reject(initialization, error, Abi.GENERIC, Explanation.of("invalid UTF-8 or value: " + ex.getMessage()));
        }
    }

    private @Nullable String missingPart(long descriptor, long table) {
        if (descriptor == 0) {
            return "descriptor is null";
        }
        return (table == 0) ? "interface is null" : missingTablePart(table, 24, 32, 20, 40);
    }

    private @Nullable String missingTablePart(long table, int create, int destroy, int dispatchType, int dispatch) {
        if (word(table + create) == 0) {
            return "create_instance is null";
        }
        if (word(table + destroy) == 0) {
            return "destroy_instance is null";
        }
        int type = this.host.backend().getInt(table + dispatchType);
        if (type == Abi.DISPATCH_VM) {
            return (word(table + dispatch) == 0) ? "dispatch.vm.call is null" : null;
        }
        int count = this.host.backend().getInt(table + dispatch);
        if (type != Abi.DISPATCH_NATIVE || count == 0) {
            return null;
        }
        long functions = word(table + dispatch + Abi.WORD);
        if (functions == 0) {
            return "dispatch.native.functions is null";
        }
        for (int i = 0; i < Math.min(count & 0xffffffffL, ContractDefinition.MOST_FUNCTIONS); i++) {
            if (word(functions + (long) i * Abi.WORD) == 0) {
                return "dispatch.native.functions has a null entry";
            }
        }
        return null;
    }

    private long word(long address) {
        return this.host.backend().getWord(address);
    }

    private boolean isNullView(long address) {
        return word(address) == 0 || word(address + Abi.WORD) == 0;
    }

    private void register(Initialization initialization, long descriptor, long table, long error) {
        Generation generation = initialization.generation();
        String name = this.host.text(word(descriptor + Abi.VIEW_SIZE), word(descriptor + Abi.VIEW_SIZE + Abi.WORD));
        this.host.text(word(descriptor), word(descriptor + Abi.WORD));
        ByteBuffer view = this.host.backend().view(table, Abi.GUEST_INTERFACE_SIZE);
        int dispatchType = view.getInt(20);
        int count = view.getInt(40);
        String refusal = dispatchRefusal(dispatchType, count, name);
        if (refusal != null) {
            reject(initialization, error, Abi.GENERIC, Explanation.of(refusal));
            return;
        }
        GuestInterface provider = new GuestInterface(generation, new GuestContractId(view.getLong(0)), name,
                new Version(view.getInt(8), view.getInt(12), view.getInt(16)),
                new GuestInterface.Code(view.getLong(24), view.getLong(32),
                        (dispatchType == Abi.DISPATCH_VM)
                                ? new Dispatch.VirtualMachine(view.getLong(40), view.getLong(48), 0)
                                : new Dispatch.NativeTable(functions(view.getLong(48), count))),
                this.lifecycle);
        GuestInterface registered = initialization.registered(provider.contractId());
        if (registered != null) {
            rejectSecond(initialization, registered, provider, error);
            return;
        }
        Optional<Explanation> conflict = this.host.store().conflict(provider, initialization.previous());
        if (conflict.isPresent()) {
            reject(initialization, error, Abi.GENERIC, conflict.get());
            return;
        }
        generation.add(provider);
        this.host.guestTables().addOriginal(provider, table, view.getLong(48));
        this.host.guard().writeError(error, Abi.OK, 0, 0);
    }

    private void rejectSecond(Initialization initialization, GuestInterface first, GuestInterface second, long error) {
        if (first.contractName().equals(second.contractName())) {
            reject(initialization, error, Abi.DUPLICATE_PROVIDER,
                    ProviderRefusal.duplicate(second.bundleName(), second.contractName()));
        }
        else {
            reject(initialization, error, Abi.GENERIC,
                    Explanation.ofBundle(
                            second.bundleName(), "collision of '" + second.contractName() + "' with '"
                                    + first.contractName() + "': both have id " + first.contractId(),
                            "Compute each id from its name"));
        }
    }

    private static @Nullable String dispatchRefusal(int dispatchType, int count, String name) {
        if (dispatchType == Abi.DISPATCH_VM) {
            return null;
        }
        if (dispatchType != Abi.DISPATCH_NATIVE) {
            return "contract '" + name + "' has an invalid dispatch_type: " + Integer.toUnsignedString(dispatchType);
        }
        if (Integer.compareUnsigned(count, ContractDefinition.MOST_FUNCTIONS) > 0) {
            return "contract '" + name + "' claims " + Integer.toUnsignedString(count) + " functions; more than "
                    + ContractDefinition.MOST_FUNCTIONS + " are not believed";
        }
        return null;
    }

    private long[] functions(long address, int count) {
        long[] functions = new long[count];
        for (int i = 0; i < count; i++) {
            functions[i] = word(address + (long) i * Abi.WORD);
        }
        return functions;
    }

    private void reject(Initialization initialization, long error, int code, Explanation reason) {
        initialization.refused(reason);
        reject(error, code, "registration failed for bundle '" + initialization.generation().bundleName() + "': "
                + reason.advice());
    }

    private void reject(long error, int code, String reason) {
        logger.atError().log(() -> PrintableText.of(reason));
        this.host.lastError().set(reason);
        this.host.guard().writeError(error, code, 0, 0);
    }

    /** {@code void (this, interface, out_err)}. */
    void registerHostContract(CallStack stack, long self, long table, long error) {
        if (self == 0 || table == 0) {
            this.host.texts().refuse(error, Abi.INVALID_POINTER, (self == 0) ? "this is null" : "interface is null");
            return;
        }
        String missing = missingTablePart(table, 48, 56, 24, 64);
        if (missing != null) {
            this.host.texts().refuse(error, Abi.INVALID_POINTER, missing);
            return;
        }
        ByteBuffer view = this.host.backend().view(table, Abi.HOST_INTERFACE_SIZE);
        Initialization initialization = stack.initialization();
        Generation owner = (initialization != null) ? initialization.generation() : this.host.callers().of(self);
        HostContracts.Offer offer = new HostContracts.Offer(view.getLong(0),
                new Version(view.getInt(8), view.getInt(12), view.getInt(16)), view.get(20) != 0, table, owner);
        if (accept(initialization, offer)) {
            this.host.guard().writeError(error, Abi.OK, 0, 0);
        }
        else {
            this.host.texts().refuse(error, Abi.GENERIC, "duplicate host contract: the id is registered already");
        }
    }

    private boolean accept(@Nullable Initialization initialization, HostContracts.Offer offer) {
        if (initialization == null) {
            return this.host.hostContracts().offer(offer);
        }
        boolean again = initialization.hostContracts().stream().anyMatch((each) -> each.id() == offer.id());
        if (again || !this.host.hostContracts().accepts(offer)) {
            return false;
        }
        initialization.add(offer);
        return true;
    }

    /**
     * {@code void (this, loader, out_err)}: a loader is a Rust object, which only a Rust
     * runtime can use.
     */
    void registerLoader(long self, long loader, long error) {
        if (self == 0 || loader == 0) {
            this.host.texts().refuse(error, Abi.INVALID_POINTER, (self == 0) ? "this is null" : "loader is null");
            return;
        }
        this.host.lastError()
            .set("register_loader is not possible: a loader is an object of the Rust runtime, and this is polyplug for"
                    + " Java. Native bundles need no loader of their own");
        this.host.guard().writeError(error, Abi.GENERIC, 0, 0);
    }

    /** {@code void (this, interface, args, out_instance)} (specification 6.14). */
    void createGuestInstance(CallStack stack, long self, long table, long args, long out) {
        this.host.markReachesPeers(stack, self);
        GuestInterface guestInterface = (self != 0) ? this.host.guestTables().at(table) : null;
        GuestInstance made = GuestInstance.NOTHING;
        GuestUses.Use use = (guestInterface != null)
                ? guestInterface.owner().uses().begin(guestInterface.contractName()) : null;
        if (guestInterface != null && use != null) {
            try {
                made = this.lifecycle.create(guestInterface, args);
                if (made.data() != 0) {
                    guestInterface.owner().addGuestInstance(guestInterface, made);
                }
            }
            finally {
                guestInterface.owner().uses().end(use);
            }
        }
        if (out != 0) {
            this.host.backend().putWord(out, made.data());
            this.host.backend().putWord(out + Abi.WORD, made.contractId());
        }
    }

    /**
     * {@code void (this, interface, instance)}. While a generation is being closed, only
     * what is still counted is destroyed, and only by the thread that closes it:
     * everything else is destroyed already, or about to be.
     */
    void destroyGuestInstance(long self, long table, long data, long contractId) {
        GuestInterface guestInterface = (self != 0) ? this.host.guestTables().at(table) : null;
        if (guestInterface == null) {
            return;
        }
        Generation owner = guestInterface.owner();
        GuestInstance instance = new GuestInstance(data, contractId);
        GuestUses.Use use = owner.uses().begin(guestInterface.contractName());
        if (use != null) {
            try {
                owner.removeGuestInstance(guestInterface, instance);
                this.lifecycle.destroy(guestInterface, instance);
            }
            finally {
                owner.uses().end(use);
            }
        }
        else if (owner.uses().isClosedByCurrentThread() && owner.removeGuestInstance(guestInterface, instance)) {
            this.lifecycle.destroy(guestInterface, instance);
        }
    }

}
