package io.polyplug.sources.maven;

import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;

/**
 * Ends transfers of files that are larger than they may be. Thread-safe.
 */
final class SizeLimit extends AbstractTransferListener {

    private final long bytes;

    private volatile boolean exceeded;

    SizeLimit(long bytes) {
        this.bytes = bytes;
    }

    boolean isExceeded() {
        return this.exceeded;
    }

    @Override
    public void transferStarted(TransferEvent event) throws TransferCancelledException {
        require(event.getResource().getContentLength());
    }

    @Override
    public void transferProgressed(TransferEvent event) throws TransferCancelledException {
        require(event.getTransferredBytes());
    }

    private void require(long size) throws TransferCancelledException {
        if (size > this.bytes) {
            this.exceeded = true;
            throw new TransferCancelledException("larger than it may be");
        }
    }

}
