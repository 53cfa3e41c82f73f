package io.polyplug.proxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.GuestContractId;
import io.polyplug.pool.AsyncCalls;
import io.polyplug.store.Cell;
import io.polyplug.store.RuntimeStore;
import io.polyplug.types.ContractDefinition;
import io.polyplug.types.FunctionSignature;

/**
 * Makes the proxies of one runtime. Thread-safe, as are the proxies.
 */
public final class ContractProxies {

    private static final @Nullable Object[] NO_ARGUMENTS = {};

    private final RuntimeStore<CallFrame> store;

    private final ProxyCompiler compiler;

    private final CallTools tools;

    private final SharedCalls call;

    private final AsyncCalls later;

    private final Map<Class<?>, ContractDefinition> definitions = new ConcurrentHashMap<>();

    private final Map<Key, Object> proxies = new ConcurrentHashMap<>();

    /**
     * Creates the factory.
     * @param store where proxies find what they call
     * @param tools what calls are made with
     * @param compiler compiles for the backend that is among the tools
     * @param later makes the calls that are not made on the calling thread
     */
    public ContractProxies(RuntimeStore<CallFrame> store, CallTools tools, ProxyCompiler compiler, AsyncCalls later) {
        this.store = store;
        this.tools = tools;
        this.compiler = compiler;
        this.call = new SharedCalls(new GuestCall(tools));
        this.later = later;
    }

    /**
     * Returns the proxy of a contract; one for each interface and bundle.
     * @param <T> the interface
     * @param type the {@code @GuestContract} interface
     * @param bundleName the one bundle to call, or {@code null} for the first provider
     * that fits at each call
     * @return the proxy, which works whether or not a provider is there yet
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public <T> T proxy(Class<T> type, @Nullable String bundleName) {
        return type.cast(this.proxies.computeIfAbsent(new Key(type, bundleName), this::make));
    }

    /**
     * Finds what a proxy calls.
     * @param proxy any object
     * @return where its implementation is published, or nothing if it is no proxy of this
     * runtime
     */
    @SuppressWarnings("ReferenceEquality")
    public Optional<Cell<CallFrame>> cellOf(Object proxy) {
        return this.proxies.entrySet()
            .stream()
            .filter((entry) -> entry.getValue() == proxy)
            .map((entry) -> this.store
                .cell(requirement(definition(entry.getKey().type()), entry.getKey().bundleName())))
            .findFirst();
    }

    private Object make(Key key) {
        Class<?> type = key.type();
        ContractDefinition definition = definition(type);
        Cell<CallFrame> cell = this.store.cell(requirement(definition, key.bundleName()));
        ContractCalls calls = new ContractCalls(cell, this.call, this.later,
                new EventLoopNotice(definition.name(), this.tools.stacks()));
        BoundContract contract = new BoundContract(definition, cell, this.tools.homes(), this.tools.stacks(), calls);
        Object compiled = this.compiler.compile(contract);
        return (compiled != null) ? compiled : Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
                new Handler(contract, new DefaultMethods(type)));
    }

    /**
     * Returns what an interface says about its contract.
     * @param type the {@code @GuestContract} interface
     * @return the definition
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public ContractDefinition definition(Class<?> type) {
        return this.definitions.computeIfAbsent(type, ContractDefinition::ofGuest);
    }

    /**
     * Returns what a provider must have to be called through an interface.
     * @param definition the interface's definition
     * @param bundleName the one bundle to call, or {@code null}
     * @return the requirement
     */
    public static Cell.Requirement requirement(ContractDefinition definition, @Nullable String bundleName) {
        return new Cell.Requirement(definition.name(),
                GuestContractId.of(definition.name(), definition.version().major()), definition.version(),
                definition.requiredFunctions(), bundleName);
    }

    private record Key(Class<?> type, @Nullable String bundleName) {
    }

    /**
     * What a proxy does: contract functions go to the guest, everything else is Java's
     * own.
     */
    private static final class Handler implements InvocationHandler {

        private final BoundContract contract;

        private final DefaultMethods defaults;

        /**
         * The functions by the very objects that the proxy class passes, which costs less
         * than to compare methods; replaced as a whole.
         */
        private volatile IdentityHashMap<Method, FunctionSignature> passed = new IdentityHashMap<>();

        Handler(BoundContract contract, DefaultMethods defaults) {
            this.contract = contract;
            this.defaults = defaults;
        }

        private @Nullable FunctionSignature function(Method method) {
            FunctionSignature known = this.passed.get(method);
            return (known != null) ? known : find(method);
        }

        private synchronized @Nullable FunctionSignature find(Method method) {
            FunctionSignature found = this.contract.definition().functions().get(method);
            if (found != null) {
                IdentityHashMap<Method, FunctionSignature> more = new IdentityHashMap<>(this.passed);
                more.put(method, found);
                this.passed = more;
            }
            return found;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            FunctionSignature function = function(method);
            if (function != null) {
                return this.contract.interpret(function, (arguments != null) ? arguments : NO_ARGUMENTS);
            }
            if (method.isDefault()) {
                return this.defaults.invoke(proxy, method, arguments);
            }
            return switch (method.getName()) {
                case "equals" -> isSame(proxy, arguments);
                case "hashCode" -> System.identityHashCode(proxy);
                default -> this.contract.description();
            };
        }

        @SuppressWarnings("ReferenceEquality")
        private static boolean isSame(Object proxy, @Nullable Object @Nullable [] arguments) {
            return arguments != null && proxy == arguments[0];
        }

    }

}
