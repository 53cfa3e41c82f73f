package io.polyplug.store;

/**
 * Makes and destroys guest instances by running guest code. The caller makes sure that
 * the code stays mapped.
 */
public interface InstanceLifecycle {

    /**
     * Calls the factory of an implementation.
     * @param guestInterface the implementation
     * @param args passed through to the factory, 0 from Java
     * @return what the factory wrote
     */
    GuestInstance create(GuestInterface guestInterface, long args);

    /**
     * Calls the destructor of an implementation.
     * @param guestInterface the implementation
     * @param instance the instance to destroy
     */
    void destroy(GuestInterface guestInterface, GuestInstance instance);

}
