package io.polyplug.cli.run;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.contract.ContractFunction;

/**
 * A function of a contract with arguments, which can be called as often as one likes.
 */
final class Invocation {

    private final Class<?> contract;

    private final Method method;

    private final Function function;

    private final Object[] arguments;

    private final ResultWriter results;

    private Invocation(Class<?> contract, Method method, Function function, Object[] arguments, ResultWriter results) {
        this.contract = contract;
        this.method = method;
        this.function = function;
        this.arguments = arguments;
        this.results = results;
    }

    /**
     * Prepares a call.
     * @param name the contract's name, a dot, and the function's
     * @throws IllegalArgumentException if there is no such function, or it takes other
     * arguments
     * @throws IOException if an argument is in a file that cannot be read
     */
    static Invocation of(Api api, String name, List<String> arguments) throws IOException {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException(
                    name + " is neither a bundle nor a function. Write it as <contract>.<function>");
        }
        Contract contract = contract(api, name.substring(0, dot));
        Function function = contract.functions()
            .stream()
            .filter((each) -> each.name().equals(name.substring(dot + 1)))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(
                    contract.name() + " has no function " + name.substring(dot + 1) + ". It has "
                            + contract.functions().stream().map(Function::name).collect(Collectors.joining(", "))));
        checkCount(contract, function, arguments);
        Class<?> type = CompiledContracts.of(api).guestContract(contract.name());
        Method method = Stream.of(type.getMethods())
            .filter((each) -> isOf(each, function))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No method of " + type + " is function " + function.id()));
        Object[] values = new ArgumentReader(api).read(function.parameters(), method, arguments);
        return new Invocation(type, method, function, values, new ResultWriter(api));
    }

    private static Contract contract(Api api, String name) {
        return api.guestContracts()
            .stream()
            .filter((contract) -> contract.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("The api has no guest contract " + name + ". It has "
                    + api.guestContracts().stream().map(Contract::name).collect(Collectors.joining(", "))));
    }

    private static void checkCount(Contract contract, Function function, List<String> arguments) {
        List<Field> parameters = function.parameters();
        if (parameters.size() != arguments.size()) {
            throw new IllegalArgumentException(contract.name() + "." + function.name() + " takes ("
                    + parameters.stream()
                        .map((parameter) -> parameter.name() + ": " + parameter.type().spelling())
                        .collect(Collectors.joining(", "))
                    + "). Arguments given: " + arguments.size());
        }
    }

    private static boolean isOf(Method method, Function function) {
        ContractFunction annotation = method.getAnnotation(ContractFunction.class);
        return annotation != null && annotation.value() == function.id();
    }

    /**
     * Calls the function.
     * @param bundle the bundle to call, or {@code null} for the first provider
     * @return the result as text, or nothing if the function returns nothing
     */
    Optional<String> call(PolyplugRuntime runtime, @Nullable String bundle) {
        Object target = (bundle != null) ? runtime.contract(this.contract, bundle) : runtime.contract(this.contract);
        try {
            Object result = this.method.invoke(target, this.arguments);
            return this.function.result().map((type) -> this.results.text(type, result));
        }
        catch (InvocationTargetException ex) {
            if (ex.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(ex.getCause());
        }
        catch (IllegalAccessException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
