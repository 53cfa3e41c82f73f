package io.polyplug.codegen.java.reading;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Problem;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.java.naming.JavaNames;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.SideEffectFree;

/**
 * Reads the functions of an interface: its abstract methods and those that it inherits.
 * Not thread-safe; one is made for each interface.
 */
final class FunctionReader {

    /** As many functions as the runtime believes of a contract. */
    private static final int MOST_FUNCTIONS = 1 << 16;

    private final TypeReader types;

    private final boolean calledByJava;

    private final Position position;

    private final List<Problem> problems;

    private final SortedMap<Integer, Method> methods = new TreeMap<>();

    /**
     * Creates the reader.
     * @param types reads what functions use
     * @param calledByJava whether a bundle implements the contract
     * @param position where problems are
     * @param problems gets what is wrong
     */
    FunctionReader(TypeReader types, boolean calledByJava, Position position, List<Problem> problems) {
        this.types = types;
        this.calledByJava = calledByJava;
        this.position = position;
        this.problems = problems;
    }

    List<Function> read(Class<?> type) {
        Stream.of(type.getMethods())
            .filter((method) -> Modifier.isAbstract(method.getModifiers()) && !isDeclaredByObject(method))
            .sorted(Comparator.comparing(Method::toString))
            .forEach(this::file);
        checkNames();
        checkGaps();
        List<Function> functions = new ArrayList<>();
        this.methods.forEach((id, method) -> attempt(method, () -> functions.add(function(id, method))));
        return functions;
    }

    private static boolean isDeclaredByObject(Method method) {
        return Stream.of(Object.class.getMethods())
            .anyMatch((own) -> own.getName().equals(method.getName()) && sameParameters(own, method));
    }

    private static boolean sameParameters(Method one, Method other) {
        return List.of(one.getParameterTypes()).equals(List.of(other.getParameterTypes()));
    }

    private void file(Method method) {
        attempt(method, () -> {
            int id = id(method);
            Method other = this.methods.putIfAbsent(id, method);
            if (other != null && !(other.getName().equals(method.getName()) && sameParameters(other, method))) {
                throw new Refusal("it stands for function " + id + ", and so does method " + other.getName(),
                        "Give each an id of its own");
            }
        });
    }

    private static int id(Method method) {
        ContractFunction annotation = method.getAnnotation(ContractFunction.class);
        if (annotation == null) {
            throw new Refusal("it has no @ContractFunction", "Annotate it with the function's id, or make it default");
        }
        if (annotation.value() < 0 || annotation.value() >= MOST_FUNCTIONS) {
            throw new Refusal(
                    "it stands for function " + annotation.value() + ", and ids go from 0 to " + (MOST_FUNCTIONS - 1),
                    "Give it one of these");
        }
        if (method.getTypeParameters().length > 0) {
            throw new Refusal("it has type variables, and native code knows no generics", "Use concrete types");
        }
        return annotation.value();
    }

    private void checkNames() {
        SortedMap<String, Integer> taken = new TreeMap<>();
        this.methods.forEach((id, method) -> attempt(method, () -> {
            Integer other = taken.putIfAbsent(method.getName(), id);
            if (other != null) {
                throw new Refusal(
                        "functions " + other + " and " + id
                                + " have the same name, and an api has one function of a name in a contract",
                        "Rename one of them");
            }
        }));
    }

    private void checkGaps() {
        int next = 0;
        for (int id : this.methods.keySet()) {
            if (id > next) {
                String missing = (id == next + 1) ? "function " + next : "functions " + next + " to " + (id - 1);
                this.problems.add(new Problem(this.position,
                        "no method stands for " + missing + ", and a function's id is its place in the api",
                        "Declare all functions that providers have, or number these without a gap"));
            }
            next = id + 1;
        }
    }

    private Function function(int id, Method method) {
        List<Field> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            parameters.add(parameter(parameter));
        }
        Optional<Type> result;
        try {
            result = this.types.result(method, this.calledByJava);
        }
        catch (Refusal ex) {
            throw ex.in("result");
        }
        return new Function(id, nameOf(method), parameters, result,
                this.calledByJava && method.isAnnotationPresent(SideEffectFree.class), "", this.position);
    }

    private static String nameOf(Method method) {
        String java = method.getName();
        return JavaNames.ofMember(java).orElseThrow(() -> Refusal.ofName(java, JavaNames.member(java)));
    }

    private Field parameter(Parameter parameter) {
        try {
            if (!parameter.isNamePresent()) {
                throw new Refusal("its name is not in the class", "Compile the interface with -parameters");
            }
            String java = parameter.getName();
            return new Field(JavaNames.ofMember(java).orElseThrow(() -> Refusal.ofName(java, JavaNames.member(java))),
                    this.types.parameter(parameter), "", this.position);
        }
        catch (Refusal ex) {
            throw ex.in("parameter " + parameter.getName());
        }
    }

    private void attempt(Method method, Runnable step) {
        try {
            step.run();
        }
        catch (Refusal ex) {
            this.problems.add(new Problem(this.position, "method " + method.getName() + ", " + ex.text(), ex.cure()));
        }
    }

}
