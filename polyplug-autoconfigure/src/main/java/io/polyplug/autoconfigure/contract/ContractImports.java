package io.polyplug.autoconfigure.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The contracts that a context's {@link ImportGuestContracts} name, in the order of its
 * configuration classes. Used by the thread that refreshes the context.
 */
final class ContractImports {

    private static final String BEAN_NAME = ContractImports.class.getName();

    private final List<ContractImport> imports = new ArrayList<>();

    private ContractImports() {
    }

    /**
     * Returns those of a context. They are no bean definition, so nothing is left of them
     * in a context that was processed ahead of time: what came of them is.
     */
    static ContractImports of(ConfigurableListableBeanFactory beanFactory) {
        if (beanFactory.getSingleton(BEAN_NAME) instanceof ContractImports existing) {
            return existing;
        }
        ContractImports imports = new ContractImports();
        beanFactory.registerSingleton(BEAN_NAME, imports);
        return imports;
    }

    void add(ContractImport contractImport) {
        this.imports.add(contractImport);
    }

    void forEach(Consumer<ContractImport> consumer) {
        this.imports.forEach(consumer);
    }

}
