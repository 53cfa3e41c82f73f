package io.polyplug.sources.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Writes the body of an answer, and stops when it is longer than it may be. What is no
 * success is not read. Thread-safe as far as its progress is asked for.
 */
final class BoundedBody implements BodySubscriber<Boolean> {

    private final OutputStream target;

    private final long limit;

    private final AtomicLong received = new AtomicLong();

    private final CompletableFuture<Boolean> whole = new CompletableFuture<>();

    private volatile boolean wanted = true;

    private volatile @Nullable Subscription subscription;

    BoundedBody(OutputStream target, long limit) {
        this.target = target;
        this.limit = limit;
    }

    BoundedBody ifWanted(boolean present) {
        this.wanted = present;
        return this;
    }

    long received() {
        return this.received.get();
    }

    void cancel() {
        Subscription present = this.subscription;
        if (present != null) {
            present.cancel();
        }
    }

    @Override
    public CompletionStage<Boolean> getBody() {
        return this.whole;
    }

    @Override
    public void onSubscribe(Subscription started) {
        this.subscription = started;
        if (this.wanted) {
            started.request(Long.MAX_VALUE);
        }
        else {
            started.cancel();
            this.whole.complete(true);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        try {
            for (ByteBuffer part : parts) {
                if (this.received.addAndGet(part.remaining()) > this.limit) {
                    cancel();
                    this.whole.complete(false);
                    return;
                }
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                this.target.write(bytes);
            }
        }
        catch (IOException ex) {
            cancel();
            this.whole.completeExceptionally(new UnwritableTargetException(ex));
        }
    }

    @Override
    public void onError(Throwable failure) {
        this.whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        this.whole.complete(true);
    }

    /** The disk, not the network. */
    static final class UnwritableTargetException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnwritableTargetException(IOException cause) {
            super(cause);
        }

    }

}
