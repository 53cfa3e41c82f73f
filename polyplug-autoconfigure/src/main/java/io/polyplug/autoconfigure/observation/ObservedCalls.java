package io.polyplug.autoconfigure.observation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Observes each call of a contract's functions. Thread-safe.
 */
final class ObservedCalls implements InvocationHandler {

    private static final DefaultContractCallObservationConvention DEFAULT_CONVENTION = new DefaultContractCallObservationConvention();

    private final Object contract;

    private final String contractName;

    private final PolyplugRuntime runtime;

    private final Supplier<ObservationRegistry> registry;

    private final Supplier<@Nullable ContractCallObservationConvention> convention;

    ObservedCalls(Object contract, String contractName, PolyplugRuntime runtime, Supplier<ObservationRegistry> registry,
            Supplier<@Nullable ContractCallObservationConvention> convention) {
        this.contract = contract;
        this.contractName = contractName;
        this.runtime = runtime;
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class) {
            return arguments != null && proxy == arguments[0];
        }
        return isObserved(method) ? observe(method, arguments) : call(method, arguments);
    }

    /**
     * What is subscribed to later is over when the method returns, and would be measured
     * wrongly.
     */
    private static boolean isObserved(Method method) {
        return method.isAnnotationPresent(ContractFunction.class)
                && (isStage(method) || !method.getReturnType().getName().startsWith("reactor."));
    }

    private static boolean isStage(Method method) {
        return CompletionStage.class.isAssignableFrom(method.getReturnType());
    }

    @SuppressWarnings("try")
    private @Nullable Object observe(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Observation observation = ContractCallObservationDocumentation.CALL
            .observation(this.convention.get(), DEFAULT_CONVENTION, () -> context(method), this.registry.get())
            .start();
        Object result;
        try (Observation.Scope ignored = observation.openScope()) {
            result = call(method, arguments);
        }
        catch (Throwable ex) {
            observation.error(ex).stop();
            throw ex;
        }
        if (isStage(method) && result instanceof CompletionStage<?> stage) {
            stage.whenComplete((value, failure) -> end(observation, failure));
        }
        else {
            observation.stop();
        }
        return result;
    }

    private static void end(Observation observation, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : null;
            observation.error((cause != null) ? cause : failure);
        }
        observation.stop();
    }

    private ContractCallContext context(Method method) {
        return new ContractCallContext(this.contractName, method.getName(),
                this.runtime.providerOf(this.contract).map(BundleInfo::name).orElse(null));
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            ReflectionUtils.makeAccessible(method);
            return method.invoke(this.contract, arguments);
        }
        catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }

}
