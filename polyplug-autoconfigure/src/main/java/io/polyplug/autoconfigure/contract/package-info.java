/**
 * Contract interfaces as beans. An interface with
 * {@link io.polyplug.contract.GuestContract} in the application's packages is injectable
 * without more ado; {@link io.polyplug.autoconfigure.contract.ImportGuestContracts} adds
 * others, a {@link org.springframework.beans.factory.annotation.Qualifier} with a
 * bundle's name asks for one provider, and
 * {@link io.polyplug.autoconfigure.contract.GuestContracts} tells all of them.
 */
@NullMarked
package io.polyplug.autoconfigure.contract;

import org.jspecify.annotations.NullMarked;
