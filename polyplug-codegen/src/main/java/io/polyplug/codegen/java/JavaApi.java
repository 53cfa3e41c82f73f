package io.polyplug.codegen.java;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Problem;
import io.polyplug.codegen.java.naming.JavaRules;
import io.polyplug.codegen.java.reading.ContractReader;

/**
 * Reads an api from Java interfaces that are annotated as contracts, and from the records
 * and enums that these use. {@link JavaSources} makes the same methods, records and enums
 * of it again.
 * <p>
 * Numbers are what their annotations say: without one they have a sign. Some of what Java
 * says has no word in an api. A {@code ByteBuffer} is a {@code Buffer}, as {@code byte[]}
 * is; a result that comes later is that result; whether a text may be null is not told.
 * Comments are not in a class.
 * <p>
 * The interfaces have to be compiled with {@code -parameters}, and seen by a class loader
 * that shares polyplug's annotations. The enums are initialised.
 */
public final class JavaApi {

    private JavaApi() {
    }

    /**
     * Reads interfaces.
     * @param contracts the interfaces, each with {@code @GuestContract} or
     * {@code @HostContract}; their order is that of the api
     * @return the api, with positions that name classes
     * @throws ApiException if an api cannot say something, with all problems
     */
    public static Api of(List<Class<?>> contracts) {
        List<Problem> problems = new ArrayList<>();
        ContractReader reader = new ContractReader(problems);
        List<Contract> read = new ArrayList<>();
        for (Class<?> type : new LinkedHashSet<>(contracts)) {
            reader.read(type).ifPresent(read::add);
        }
        checkDistinct(read, problems);
        Api api = new Api(reader.declarations(), ofKind(read, Contract.Kind.GUEST), ofKind(read, Contract.Kind.HOST));
        if (problems.isEmpty()) {
            problems.addAll(JavaRules.problemsOf(api));
        }
        if (!problems.isEmpty()) {
            throw new ApiException(problems);
        }
        return api;
    }

    private static void checkDistinct(List<Contract> contracts, List<Problem> problems) {
        Map<String, Position> taken = new HashMap<>();
        for (Contract contract : contracts) {
            Position other = taken.putIfAbsent(contract.name(), contract.position());
            if (other != null) {
                problems.add(new Problem(contract.position(),
                        "contract '" + contract.name() + "' is also that of " + other
                                + ", and an api has one contract of a name, whatever its version",
                        "Export one of them at a time"));
            }
        }
    }

    private static List<Contract> ofKind(List<Contract> contracts, Contract.Kind kind) {
        return contracts.stream().filter((contract) -> contract.kind() == kind).toList();
    }

}
