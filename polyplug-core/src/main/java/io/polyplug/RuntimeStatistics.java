package io.polyplug;

import java.util.List;
import java.util.Map;

import io.polyplug.async.AsyncPoolStatistics;

/**
 * What a runtime counted up to the moment it was asked.
 *
 * @param revision how often a change of the registered contracts was published
 * @param activePins calls and guards in flight
 * @param bundles loaded bundles
 * @param activeGenerations generations that serve
 * @param retiredGenerations generations that no longer serve but whose library is still
 * open
 * @param reclaimedGenerations generations whose library was closed, since the runtime was
 * built
 * @param closedButMapped reclaimed generations whose library the C library did not unmap
 * @param liveInstances guest instances that exist
 * @param holders what keeps retired generations from being reclaimed
 * @param guestBytes bytes that guests hold through {@code HostApi.alloc}, by bundle name;
 * what was allocated during a call counts when the call has ended
 * @param asyncPools the threads and queues of asynchronous calls: that of all bundles
 * first, then those of single ones
 */
public record RuntimeStatistics(long revision, int activePins, int bundles, int activeGenerations,
        int retiredGenerations, long reclaimedGenerations, int closedButMapped, long liveInstances,
        List<Holder> holders, Map<String, Long> guestBytes, List<AsyncPoolStatistics> asyncPools) {

    /**
     * Creates the statistics with copies of the collections.
     */
    public RuntimeStatistics {
        holders = List.copyOf(holders);
        guestBytes = Map.copyOf(guestBytes);
        asyncPools = List.copyOf(asyncPools);
    }

}
