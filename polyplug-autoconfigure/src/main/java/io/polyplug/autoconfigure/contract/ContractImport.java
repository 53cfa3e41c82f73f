package io.polyplug.autoconfigure.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What one {@link ImportGuestContracts} names.
 *
 * @param types interfaces
 * @param basePackages packages to look for interfaces in
 * @param bundleName the bundle that they are bound to, or {@code null} for the first
 * provider
 */
record ContractImport(List<Class<?>> types, List<String> basePackages, @Nullable String bundleName) {

    ContractImport {
        types = List.copyOf(types);
        basePackages = List.copyOf(basePackages);
    }

    Set<Class<?>> find(GuestContractScanner scanner) {
        Set<Class<?>> found = new LinkedHashSet<>(this.types);
        found.addAll(scanner.scan(this.basePackages));
        return found;
    }

}
