package io.polyplug.autoconfigure.actuate;

import java.security.Principal;
import java.util.List;
import java.util.function.Supplier;

import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.RuntimeDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.UnloadDescriptor;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of the {@link PolyplugEndpoint} that
 * tells by its status what became of a request: 200 done, 400 not a state, 404 no such
 * bundle, 409 refused while the bundle goes on serving, 503 the runtime is closed.
 */
@EndpointWebExtension(endpoint = PolyplugEndpoint.class)
public class PolyplugEndpointWebExtension {

    private static final int STATUS_CONFLICT = 409;

    private final PolyplugEndpoint delegate;

    /**
     * Creates the extension of an endpoint.
     * @param delegate the endpoint
     */
    public PolyplugEndpointWebExtension(PolyplugEndpoint delegate) {
        this.delegate = delegate;
    }

    /**
     * Describes the runtime and lists its bundles.
     * @return a {@link RuntimeDescriptor}, or why there is none
     */
    @ReadOperation
    public WebEndpointResponse<?> runtime() {
        return answer(this.delegate::runtime);
    }

    /**
     * Describes a bundle.
     * @param bundle the bundle's name
     * @return a {@link BundleDescriptor}, or why there is none
     */
    @ReadOperation
    public WebEndpointResponse<?> bundle(@Selector String bundle) {
        return answer(() -> this.delegate.bundle(bundle));
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
        return change(bundle, () -> this.delegate.changeState(bundle, state, principal(securityContext)));
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
        return change(bundle,
                () -> this.delegate.unload(bundle, Boolean.TRUE.equals(cascade), principal(securityContext)));
    }

    private WebEndpointResponse<?> change(String bundle, Supplier<? extends @Nullable Object> change) {
        try {
            return answer(change);
        }
        catch (InvalidEndpointRequestException ex) {
            return new WebEndpointResponse<>(new InvalidState(ex.getReason(), TargetState.texts()),
                    WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        catch (PolyplugException ex) {
            return answer(() -> new Refusal("failed", ex.explanation().advice(), serving(bundle)), STATUS_CONFLICT);
        }
    }

    private static WebEndpointResponse<?> answer(Supplier<? extends @Nullable Object> body) {
        return answer(body, WebEndpointResponse.STATUS_OK);
    }

    private static WebEndpointResponse<?> answer(Supplier<? extends @Nullable Object> body, int status) {
        try {
            Object present = body.get();
            return (present != null) ? new WebEndpointResponse<>(present, status)
                    : new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        catch (RuntimeClosedException ex) {
            return new WebEndpointResponse<>(new Unavailable(ex.explanation().advice()),
                    WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
        }
    }

    private @Nullable Serving serving(String bundle) {
        BundleDescriptor serving = this.delegate.bundle(bundle);
        return (serving != null) ? new Serving(serving.version(), serving.generation()) : null;
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
    record InvalidState(@Nullable String reason, List<String> allowed) implements OperationResponseBody {
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

    /**
     * A request that comes too late.
     *
     * @param reason why there is no answer to it
     */
    record Unavailable(String reason) implements OperationResponseBody {
    }

}
