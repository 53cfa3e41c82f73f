package io.polyplug.hostapi;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.abi.Abi;
import io.polyplug.abi.TableCode;
import io.polyplug.abi.Utf8;
import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.HostContractOffer;
import io.polyplug.boundary.InitWindow;
import io.polyplug.boundary.NativeText;
import io.polyplug.boundary.PrintableText;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContractId;
import io.polyplug.error.Explanation;
import io.polyplug.hostapi.ContractTable.Defect;
import io.polyplug.process.ExecutableCode;
import io.polyplug.process.ProcessMemory;
import io.polyplug.store.Dispatch;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.InstanceLifecycle;
import io.polyplug.store.ProviderRefusal;

/**
 * {@code register_guest_contract}, {@code register_host_contract} and
 * {@code register_loader} (docs/abi.md 7.2, 7.14, 7.15). Thread-safe.
 */
final class RegistrationFunctions {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.registry");

    /** Two views and a version. */
    private static final int DESCRIPTOR_SIZE = 2 * Abi.VIEW_SIZE + 12;

    private final HostServices host;

    private final InstanceLifecycle lifecycle;

    RegistrationFunctions(HostServices host, InstanceLifecycle lifecycle) {
        this.host = host;
        this.lifecycle = lifecycle;
    }

    /**
     * {@code void (this, descriptor, interface, out_err)}: the checks come in the order
     * of docs/abi.md 7.2.
     */
    void registerGuestContract(CallStack stack, long self, long descriptor, long table, long error) {
        if (descriptor == 0 || table == 0) {
            this.host.texts()
                .refuse(error, Abi.INVALID_POINTER, (descriptor == 0) ? "descriptor is null" : "interface is null");
            return;
        }
        ProcessMemory memory = this.host.process();
        Request request = new Request(memory, memory.read(descriptor, DESCRIPTOR_SIZE), table,
                ContractTable.readGuest(memory, table), error);
        registerGuestContract(stack.window(), request);
    }

    private void registerGuestContract(@Nullable InitWindow window, Request request) {
        String unusable = request.unusable();
        if (unusable != null) {
            this.host.texts().refuse(request.error(), Abi.INVALID_POINTER, unusable);
            return;
        }
        if (request.hasNoContractName()) {
            this.host.texts().refuse(request.error(), Abi.GENERIC, "PluginDescriptor.contract_name is empty");
            return;
        }
        if (window == null) {
            reject(request.error(), Abi.GENERIC,
                    "registration outside of polyplug_init: a bundle registers its contracts while"
                            + " it initialises, on the thread that runs polyplug_init");
            return;
        }
        try {
            register(window, request);
        }
        catch (IllegalArgumentException ex) {
            reject(window, request.error(), Abi.GENERIC, Explanation.of("invalid UTF-8 or value: " + ex.getMessage()));
        }
    }

    private void register(InitWindow window, Request request) {
        Generation generation = window.generation();
        String name = request.contractName();
        request.checkPluginName();
        ContractTable table = request.presentTable();
        GuestContractId id = new GuestContractId(table.id());
        Defect defect = table.defect(new ExecutableCode(this.host.backend(), request.memory()));
        if (defect == null) {
            defect = foreignId(id, GuestInterface.bareName(name), table.version().major());
        }
        if (defect != null) {
            reject(window, request.error(), Abi.GENERIC,
                    defect.explain(generation.bundleName(), "contract '" + name + "'"));
            return;
        }
        TableCode code = table.code();
        register(window,
                new GuestInterface(generation, id, name, table.version(),
                        new GuestInterface.Code(code.createInstance(), code.destroyInstance(),
                                code.isVirtualMachine()
                                        ? new Dispatch.VirtualMachine(code.call(), code.loaderData(), 0, window.seat())
                                        : new Dispatch.NativeTable(table.readableFunctions())),
                        this.lifecycle),
                request);
    }

    private void register(InitWindow window, GuestInterface provider, Request request) {
        GuestInterface registered = window.registered(provider.contractId());
        if (registered != null) {
            boolean again = registered.contractName().equals(provider.contractName());
            reject(window, request.error(), again ? Abi.DUPLICATE_PROVIDER : Abi.GENERIC,
                    ProviderRefusal.again(provider, registered));
            return;
        }
        Optional<Explanation> conflict = this.host.store().conflict(provider, window.previous());
        if (conflict.isPresent()) {
            reject(window, request.error(), Abi.GENERIC, conflict.get());
            return;
        }
        window.register(provider);
        if (window.seat() == null) {
            // An engine shows a table that is gone when this returns.
            this.host.guestTables().addOriginal(provider, request.address(), request.presentTable().code().functions());
        }
        this.host.guard().writeError(request.error(), Abi.OK, 0, 0);
    }

    /** Nobody would find a contract under the id of another one. */
    private static @Nullable Defect foreignId(GuestContractId id, String name, int major) {
        GuestContractId right = GuestContractId.of(name, major);
        return id.equals(right) ? null : new Defect("is registered under id " + id + "; the id of '" + name + "@"
                + Integer.toUnsignedString(major) + "' is " + right, "Compute it from name and major version");
    }

    /** Whoever offers a host contract may do so at any time. */
    private void reject(@Nullable InitWindow window, @Nullable Generation owner, long error, Defect defect,
            String contract) {
        String bundle = (owner != null) ? owner.bundleName() : "unknown";
        Explanation reason = defect.explain(bundle, contract);
        if (window != null) {
            reject(window, error, Abi.GENERIC, reason);
        }
        else {
            reject(error, Abi.GENERIC, failure(bundle, reason));
        }
    }

    private void reject(InitWindow window, long error, int code, Explanation reason) {
        window.refused(reason);
        reject(error, code, failure(window.generation().bundleName(), reason));
    }

    private static String failure(String bundle, Explanation reason) {
        return "registration failed for bundle '" + bundle + "': " + reason.advice();
    }

    private void reject(long error, int code, String reason) {
        logger.atError().log(() -> PrintableText.of(reason));
        this.host.lastError().set(reason);
        this.host.guard().writeError(error, code, 0, 0);
    }

    /** {@code void (this, interface, out_err)}. */
    void registerHostContract(CallStack stack, long self, long table, long error) {
        if (table == 0) {
            this.host.texts().refuse(error, Abi.INVALID_POINTER, "interface is null");
            return;
        }
        InitWindow window = stack.window();
        Generation owner = (window != null) ? window.generation() : this.host.callers().of(self);
        ProcessMemory memory = this.host.process();
        ContractTable read = ContractTable.readHost(memory, table);
        if (read == null) {
            this.host.texts().refuse(error, Abi.INVALID_POINTER, "interface cannot be read");
            return;
        }
        String missing = read.missing();
        if (missing != null) {
            this.host.texts().refuse(error, Abi.INVALID_POINTER, missing);
            return;
        }
        Defect defect = read.defect(new ExecutableCode(this.host.backend(), memory));
        if (defect != null) {
            reject(window, owner, error, defect, "host contract " + new HostContractId(read.id()));
            return;
        }
        register(window, new HostContractOffer(read.id(), read.version(), read.isSingleton(), table, owner), error);
    }

    private void register(@Nullable InitWindow window, HostContractOffer offer, long error) {
        if (accept(window, offer)) {
            this.host.guard().writeError(error, Abi.OK, 0, 0);
        }
        else {
            this.host.texts().refuse(error, Abi.GENERIC, "duplicate host contract: the id is registered already");
        }
    }

    private boolean accept(@Nullable InitWindow window, HostContractOffer offer) {
        if (window == null) {
            return this.host.hostContracts().offer(offer);
        }
        boolean again = window.hostContracts().stream().anyMatch((each) -> each.id() == offer.id());
        if (again || !this.host.hostContracts().accepts(offer)) {
            return false;
        }
        window.add(offer);
        return true;
    }

    /**
     * {@code void (this, loader, out_err)}: a loader is a Rust object, which only a Rust
     * runtime can use.
     */
    void registerLoader(CallStack stack, long self, long loader, long error) {
        if (loader == 0) {
            this.host.texts().refuse(error, Abi.INVALID_POINTER, "loader is null");
            return;
        }
        this.host.lastError()
            .set("register_loader is not possible: a loader is an object of the Rust runtime, and this is polyplug for"
                    + " Java. Native bundles need no loader of their own");
        this.host.guard().writeError(error, Abi.GENERIC, 0, 0);
    }

    /**
     * What a guest asks for.
     *
     * @param memory how it is read
     * @param descriptor a copy of the plugin's descriptor, {@code null} if there is no
     * memory
     * @param address where the table is
     * @param table a copy of it, {@code null} if there is no memory
     * @param error where the answer goes
     */
    private record Request(ProcessMemory memory, @Nullable ByteBuffer descriptor, long address,
            @Nullable ContractTable table, long error) {

        @Nullable String unusable() {
            if (this.descriptor == null) {
                return "descriptor cannot be read";
            }
            return (this.table != null) ? this.table.missing() : "interface cannot be read";
        }

        ContractTable presentTable() {
            return Objects.requireNonNull(this.table);
        }

        private ByteBuffer presentDescriptor() {
            return Objects.requireNonNull(this.descriptor);
        }

        boolean hasNoContractName() {
            return presentDescriptor().getLong(Abi.VIEW_SIZE) == 0
                    || presentDescriptor().getLong(Abi.VIEW_SIZE + Abi.WORD) == 0;
        }

        String contractName() {
            return text(Abi.VIEW_SIZE);
        }

        /** Nobody uses the plugin's own name, which has to be text all the same. */
        void checkPluginName() {
            text(0);
        }

        private String text(int view) {
            long address = presentDescriptor().getLong(view);
            long length = presentDescriptor().getLong(view + Abi.WORD);
            if (address == 0) {
                return "";
            }
            NativeText.requireBelieved(length);
            ByteBuffer bytes = this.memory.read(address, (int) length);
            if (bytes == null) {
                throw new IllegalArgumentException("a text at 0x" + Long.toHexString(address) + " cannot be read");
            }
            byte[] text = new byte[bytes.remaining()];
            bytes.get(text);
            return Utf8.decode(text);
        }

    }

}
