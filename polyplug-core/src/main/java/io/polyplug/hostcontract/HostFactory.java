package io.polyplug.hostcontract;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;

/**
 * The application's code that makes and destroys the objects behind a host contract.
 *
 * @param <T> the contract's interface
 * @param contractName the contract's name
 * @param type the contract's interface
 * @param factory makes an object
 * @param destruction destroys one
 */
record HostFactory<T>(String contractName, Class<T> type, Supplier<? extends T> factory,
        Consumer<? super T> destruction) {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.host");

    /**
     * Makes an object.
     * @param holder the generation that asks for it, if that is known
     * @throws HostContractException if the factory throws, or makes nothing
     */
    HostInstance make(@Nullable Generation holder) {
        T made;
        try {
            made = this.type.cast(this.factory.get());
        }
        catch (VirtualMachineError ex) {
            throw ex;
        }
        catch (Throwable ex) {
            logger.error("Host contract '{}' has no instance for {}: its factory failed", this.contractName,
                    describe(holder), ex);
            throw failed("its factory failed: " + ex, ex);
        }
        if (made == null) {
            logger.error("Host contract '{}' has no instance for {}: its factory returned null", this.contractName,
                    describe(holder));
            throw failed("its factory returned null", null);
        }
        return new HostInstance(made, () -> destroy(made), holder);
    }

    private static Object describe(@Nullable Generation holder) {
        return (holder != null) ? holder : "a guest";
    }

    HostContractException failed(String reason, @Nullable Throwable cause) {
        return new HostContractException(this.contractName,
                "host contract '" + this.contractName + "' has no instance: " + reason, cause);
    }

    private void destroy(T made) {
        try {
            this.destruction.accept(made);
        }
        catch (Throwable ex) {
            logger.error("An instance of host contract '{}' could not be destroyed", this.contractName, ex);
        }
    }

    /** Closes an object that can be closed. */
    static void close(Object made) {
        if (made instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            }
            catch (RuntimeException ex) {
                throw ex;
            }
            catch (Exception ex) {
                throw new IllegalStateException("Closing " + made.getClass().getName() + " failed", ex);
            }
        }
    }

}
