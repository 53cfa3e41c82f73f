package io.polyplug.types;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.Version;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.error.Explanation;

/**
 * What a Java interface says about a contract. Immutable.
 *
 * @param type the interface
 * @param name the contract's name
 * @param version the contract's version
 * @param singleton whether guests share one instance; of no meaning for a guest contract
 * @param functions the functions that Java knows, by method
 */
public record ContractDefinition(Class<?> type, String name, Version version, boolean singleton,
        Map<Method, FunctionSignature> functions) {

    /** More functions are believed of no contract. */
    public static final int MOST_FUNCTIONS = 1 << 16;

    /**
     * Reads a {@link GuestContract} interface.
     * @param type the interface
     * @return its definition
     * @throws ContractDefinitionException if it cannot be a contract
     */
    public static ContractDefinition ofGuest(Class<?> type) {
        GuestContract annotation = type.getAnnotation(GuestContract.class);
        if (annotation == null) {
            throw invalid(type, "it has no @GuestContract",
                    "Annotate the interface with the contract's name and version");
        }
        return of(type, annotation.name(), annotation.version(), true, true);
    }

    /**
     * Reads a {@link HostContract} interface.
     * @param type the interface
     * @return its definition
     * @throws ContractDefinitionException if it cannot be a contract
     */
    public static ContractDefinition ofHost(Class<?> type) {
        HostContract annotation = type.getAnnotation(HostContract.class);
        if (annotation == null) {
            throw invalid(type, "it has no @HostContract",
                    "Annotate the interface with the contract's name and version");
        }
        return of(type, annotation.name(), annotation.version(), annotation.singleton(), false);
    }

    private static ContractDefinition of(Class<?> type, String name, String version, boolean singleton,
            boolean calledByJava) {
        if (!type.isInterface() || type.isAnnotation() || type.isSealed() || type.isHidden()) {
            throw invalid(type, "it is not a plain interface", "Declare the functions in one");
        }
        if (type.getTypeParameters().length > 0) {
            throw invalid(type, "it has type variables, and native code knows no generics", "Use concrete types");
        }
        if (name.isBlank() || name.indexOf('@') >= 0) {
            throw invalid(type, "its contract name '" + name + "' is empty or has an '@'",
                    "Give the name without version");
        }
        try {
            return new ContractDefinition(type, name, Version.parse(version), singleton, functions(type, calledByJava));
        }
        catch (IllegalArgumentException ex) {
            throw new ContractDefinitionException(type.getName(), prefix(type) + ex.getMessage(), ex);
        }
    }

    private static Map<Method, FunctionSignature> functions(Class<?> type, boolean calledByJava) {
        Map<Method, FunctionSignature> functions = new HashMap<>();
        Map<Integer, Method> byId = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isAbstract(method.getModifiers()) || isDeclaredByObject(method)) {
                continue;
            }
            FunctionSignature function = function(type, method, calledByJava);
            Method other = byId.putIfAbsent(function.id(), method);
            if (other != null && !sameCall(other, method)) {
                throw invalid(type, "methods " + other.getName() + " and " + method.getName()
                        + " both stand for function " + function.id(), "Give each an id of its own");
            }
            functions.put(method, function);
        }
        return Map.copyOf(functions);
    }

    private static boolean sameCall(Method one, Method other) {
        return one.getName().equals(other.getName())
                && List.of(one.getParameterTypes()).equals(List.of(other.getParameterTypes()));
    }

    private static boolean isDeclaredByObject(Method method) {
        try {
            return Modifier
                .isPublic(Object.class.getMethod(method.getName(), method.getParameterTypes()).getModifiers());
        }
        catch (NoSuchMethodException ex) {
            return false;
        }
    }

    private static FunctionSignature function(Class<?> type, Method method, boolean calledByJava) {
        ContractFunction annotation = method.getAnnotation(ContractFunction.class);
        if (annotation == null) {
            throw withoutId(type, method);
        }
        if (annotation.value() < 0 || annotation.value() >= MOST_FUNCTIONS) {
            throw invalid(type, "method " + method.getName() + " stands for function " + annotation.value()
                    + ", and ids go from 0 to " + (MOST_FUNCTIONS - 1), "Give it one of these");
        }
        if (KotlinDeclaration.isSuspending(method)) {
            throw invalid(type,
                    "method " + method.getName() + " is a suspend function, and native code cannot be suspended",
                    calledByJava ? "Leave 'suspend' out, and call it in withContext(Dispatchers.IO)"
                            : "Leave 'suspend' out, and wait in its implementation, in runBlocking");
        }
        if (method.getTypeParameters().length > 0) {
            throw invalid(type, "method " + method.getName() + " has type variables, and native code knows no generics",
                    "Use concrete types");
        }
        try {
            return FunctionSignature.of(annotation.value(), method, calledByJava);
        }
        catch (IllegalArgumentException ex) {
            throw new ContractDefinitionException(type.getName(),
                    prefix(type) + "method " + method.getName() + ", " + ex.getMessage(), ex);
        }
    }

    private static ContractDefinitionException withoutId(Class<?> type, Method method) {
        String name = "method " + method.getName();
        if (!KotlinDeclaration.isKotlin(method.getDeclaringClass())) {
            return invalid(type, name + " has no @ContractFunction",
                    "Annotate it with the function's id, or make it default");
        }
        if (KotlinDeclaration.hasDetachedBody(method)) {
            return invalid(type, name + " has a body that Kotlin did not compile into the interface",
                    "Compile it with -jvm-default=enable, which Kotlin does by itself from 2.2 on");
        }
        if (KotlinDeclaration.isOverridden(method, type)) {
            return invalid(type,
                    name + " is generic in " + method.getDeclaringClass().getName()
                            + ", and native code knows no generics",
                    "Do not extend that interface; Kotlin puts no bridge to the method into this one");
        }
        return invalid(type, name + " has no @ContractFunction",
                "Annotate it with the function's id, a property with @get:ContractFunction, or give it a body");
    }

    private static String prefix(Class<?> type) {
        return "Interface " + type.getName() + " cannot be a contract: ";
    }

    private static ContractDefinitionException invalid(Class<?> type, String reason, String cure) {
        String summary = prefix(type) + reason;
        return new ContractDefinitionException(type.getName(), new Explanation(summary, summary, cure));
    }

    /**
     * Returns how many functions a provider must have.
     * @return one more than the highest function id, 0 without functions
     */
    public int requiredFunctions() {
        return this.functions.values().stream().mapToInt(FunctionSignature::id).max().orElse(-1) + 1;
    }

}
