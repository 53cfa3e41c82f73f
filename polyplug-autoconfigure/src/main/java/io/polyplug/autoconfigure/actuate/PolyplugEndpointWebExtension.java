package io.polyplug.autoconfigure.actuate;

import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ChangeDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.OperationDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.RuntimeDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.UnloadDescriptor;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of the {@link PolyplugEndpoint} that
 * tells by its status what became of a request: 200 done, 400 not a state, 404 no such
 * bundle, 409 refused while the bundle goes on serving, 503 the runtime is closed or busy
 * with another bundle. It shows paths and names of threads to those who may see them.
 */
@EndpointWebExtension(endpoint = PolyplugEndpoint.class)
public class PolyplugEndpointWebExtension {

    private static final int STATUS_CONFLICT = 409;

    private final PolyplugEndpoint delegate;

    private final Show showValues;

    private final Set<String> roles;

    /**
     * Creates the extension of an endpoint that shows neither paths nor names of threads.
     * @param delegate the endpoint
     */
    @Autowired
    public PolyplugEndpointWebExtension(PolyplugEndpoint delegate) {
        this(delegate, Show.NEVER, Set.of());
    }

    /**
     * Creates the extension of an endpoint.
     * @param delegate the endpoint
     * @param showValues when absolute paths and names of threads are shown
     * @param roles who may see them, if not all may who are authenticated
     */
    public PolyplugEndpointWebExtension(PolyplugEndpoint delegate, Show showValues, Set<String> roles) {
        this.delegate = delegate;
        this.showValues = showValues;
        this.roles = Set.copyOf(roles);
    }

    /**
     * Describes the runtime and lists its bundles.
     * @param securityContext who asks
     * @return a {@link RuntimeDescriptor}, or why there is none
     */
    @ReadOperation
    public WebEndpointResponse<?> runtime(SecurityContext securityContext) {
        return answer(() -> this.delegate.runtime(isShown(securityContext)), WebEndpointResponse.STATUS_OK);
    }

    /**
     * Describes a bundle.
     * @param securityContext who asks
     * @param bundle the bundle's name
     * @return a {@link BundleDescriptor}, or why there is none
     */
    @ReadOperation
    public WebEndpointResponse<?> bundle(SecurityContext securityContext, @Selector String bundle) {
        return answerAbout(bundle, () -> this.delegate.bundle(bundle, isShown(securityContext)));
    }

    /**
     * Brings a bundle into a state, and answers when that is done.
     * @param securityContext who asks
     * @param bundle the bundle's name
     * @param state {@code reloaded}, {@code rolled-back}, {@code loaded},
     * {@code verified}, {@code canary}, {@code shadow}, {@code promoted} or
     * {@code abandoned}
     * @param weight a candidate's share of the calls, in per mille, if the state is one
     * of a candidate
     * @return a {@link ChangeDescriptor}, or why there is none
     */
    @WriteOperation
    public WebEndpointResponse<?> changeState(SecurityContext securityContext, @Selector String bundle,
            @Nullable String state, @Nullable Integer weight) {
        Sight sight = this.delegate.sight(isShown(securityContext));
        return change(bundle, sight, () -> PolyplugEndpoint
            .seen(this.delegate.changeState(bundle, state, weight, principal(securityContext)), sight));
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
        return change(bundle, this.delegate.sight(isShown(securityContext)),
                () -> this.delegate.unload(bundle, Boolean.TRUE.equals(cascade), principal(securityContext)));
    }

    private boolean isShown(SecurityContext securityContext) {
        return this.showValues.isShown(securityContext, this.roles);
    }

    private WebEndpointResponse<?> change(String bundle, Sight sight, Supplier<? extends @Nullable Object> change) {
        try {
            return answerAbout(bundle, change);
        }
        catch (InvalidEndpointRequestException ex) {
            return new WebEndpointResponse<>(new InvalidState(ex.getReason(), TargetState.texts()),
                    WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        catch (LifecycleBusyException ex) {
            return answer(
                    () -> new Unavailable(sight.reason(ex.explanation().advice()), this.delegate.operation(sight)),
                    WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
        }
        catch (PolyplugException ex) {
            return answer(() -> new Refusal("failed", sight.reason(ex.explanation().advice()), serving(bundle)),
                    STATUS_CONFLICT);
        }
    }

    private WebEndpointResponse<?> answerAbout(String bundle, Supplier<? extends @Nullable Object> body) {
        WebEndpointResponse<?> answer = answer(body, WebEndpointResponse.STATUS_OK);
        return (answer.getStatus() != WebEndpointResponse.STATUS_NOT_FOUND) ? answer
                : answer(() -> this.delegate.absence(bundle), WebEndpointResponse.STATUS_NOT_FOUND);
    }

    private static WebEndpointResponse<?> answer(Supplier<? extends @Nullable Object> body, int status) {
        try {
            Object present = body.get();
            return (present != null) ? new WebEndpointResponse<>(present, status)
                    : new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        catch (RuntimeClosedException ex) {
            return new WebEndpointResponse<>(new Unavailable(ex.explanation().advice(), null),
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
     * A request that cannot be carried out now.
     *
     * @param reason why, and what to do about it
     * @param operation what it would have had to wait for, if that goes on
     */
    record Unavailable(String reason, @Nullable OperationDescriptor operation) implements OperationResponseBody {
    }

}
