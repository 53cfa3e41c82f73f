package io.polyplug.autoconfigure.actuate;

import java.security.Principal;
import java.util.List;
import java.util.function.Supplier;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.UnloadDescriptor;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.PolyplugException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of the {@link PolyplugEndpoint} that
 * tells by its status what became of a change: 200 done, 400 not a state, 404 no such
 * bundle, 409 refused while the bundle goes on serving.
 */
@EndpointWebExtension(endpoint = PolyplugEndpoint.class)
public class PolyplugEndpointWebExtension {

    private static final int STATUS_CONFLICT = 409;

    private final PolyplugRuntime runtime;

    private final BundleWrites writes;

    PolyplugEndpointWebExtension(PolyplugRuntime runtime, BundleWrites writes) {
        this.runtime = runtime;
        this.writes = writes;
    }

    /**
     * Reloads or rolls back a bundle, and answers when that is done.
     * @param securityContext who asks
     * @param bundle the bundle's name
     * @param state {@code reloaded} or {@code rolled-back}
     * @return a {@link ReloadDescriptor}, or why there is none
     */
    @WriteOperation
    public WebEndpointResponse<?> changeState(SecurityContext securityContext, @Selector String bundle,
            @Nullable String state) {
        TargetState target = TargetState.of(state).orElse(null);
        if (target == null) {
            return new WebEndpointResponse<>(new InvalidState(TargetState.refusal(state), TargetState.texts()),
                    WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        return answer(bundle,
                () -> ReloadDescriptor.of(this.writes.change(bundle, target, principal(securityContext))));
    }

    /**
     * Unloads a bundle.
     * @param securityContext who asks
     * @param bundle the bundle's name
     * @param cascade whether the bundles that depend on it go as well; otherwise they
     * forbid it
     * @return an {@link UnloadDescriptor}, or why there is none
     */
    @DeleteOperation
    public WebEndpointResponse<?> unload(SecurityContext securityContext, @Selector String bundle,
            @Nullable Boolean cascade) {
        return answer(bundle, () -> new UnloadDescriptor(
                this.writes.unload(bundle, Boolean.TRUE.equals(cascade), principal(securityContext))));
    }

    private WebEndpointResponse<?> answer(String bundle, Supplier<?> change) {
        try {
            return new WebEndpointResponse<>(change.get());
        }
        catch (BundleNotFoundException ex) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        catch (PolyplugException ex) {
            return new WebEndpointResponse<>(new Refusal("failed", ex.explanation().advice(), serving(bundle)),
                    STATUS_CONFLICT);
        }
    }

    private @Nullable Serving serving(String bundle) {
        return this.runtime.bundle(bundle)
            .map((info) -> new Serving(info.version().toString(), info.generation()))
            .orElse(null);
    }

    private static @Nullable String principal(SecurityContext securityContext) {
        Principal principal = securityContext.getPrincipal();
        return (principal != null) ? principal.getName() : null;
    }

    /**
     * A request without a state that bundles can be brought into.
     *
     * @param reason what is wrong
     * @param allowed the states there are
     */
    record InvalidState(String reason, List<String> allowed) implements OperationResponseBody {
    }

    /**
     * A change that did not happen.
     *
     * @param outcome {@code failed}
     * @param reason why, and what to do about it
     * @param serving what goes on serving
     */
    record Refusal(String outcome, String reason, @Nullable Serving serving) implements OperationResponseBody {
    }

    /**
     * What serves.
     *
     * @param version the version
     * @param generation the generation
     */
    record Serving(String version, long generation) {
    }

}
