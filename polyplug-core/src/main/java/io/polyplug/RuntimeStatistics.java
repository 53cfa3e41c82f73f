package io.polyplug;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
 * @param retiredByBundle the numbers of the retired generations, by the names of the
 * bundles that have any, loaded or not; in ascending order
 * @param asyncPools the threads and queues of asynchronous calls: that of all bundles
 * first, then those of single ones
 * @param calls how often contracts were called, by the names of bundles and contracts
 * @param machines the machines of bundles that are scripts, in the order of their names;
 * of each that has any
 */
public record RuntimeStatistics(long revision, int activePins, int bundles, int activeGenerations,
        int retiredGenerations, long reclaimedGenerations, int closedButMapped, long liveInstances,
        List<Holder> holders, Map<String, Long> guestBytes, Map<String, List<Long>> retiredByBundle,
        List<AsyncPoolStatistics> asyncPools, List<CallStatistics> calls, List<MachineStatistics> machines) {

    /**
     * Creates the statistics with copies of the collections.
     */
    public RuntimeStatistics {
        holders = List.copyOf(holders);
        guestBytes = Map.copyOf(guestBytes);
        retiredByBundle = retiredByBundle.entrySet()
            .stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (entry) -> List.copyOf(entry.getValue())));
        asyncPools = List.copyOf(asyncPools);
        calls = List.copyOf(calls);
        machines = List.copyOf(machines);
    }

    /**
     * Creates the statistics of a runtime that knows of no contracts that were called,
     * and has no scripts.
     * @param revision how often a change of the registered contracts was published
     * @param activePins calls and guards in flight
     * @param bundles loaded bundles
     * @param activeGenerations generations that serve
     * @param retiredGenerations generations whose library is still open
     * @param reclaimedGenerations generations whose library was closed
     * @param closedButMapped generations whose library was not unmapped
     * @param liveInstances guest instances that exist
     * @param holders what keeps retired generations from being reclaimed
     * @param guestBytes bytes that guests hold, by bundle name
     * @param retiredByBundle the numbers of the retired generations by bundle name
     * @param asyncPools the threads and queues of asynchronous calls
     */
    public RuntimeStatistics(long revision, int activePins, int bundles, int activeGenerations, int retiredGenerations,
            long reclaimedGenerations, int closedButMapped, long liveInstances, List<Holder> holders,
            Map<String, Long> guestBytes, Map<String, List<Long>> retiredByBundle,
            List<AsyncPoolStatistics> asyncPools) {
        this(revision, activePins, bundles, activeGenerations, retiredGenerations, reclaimedGenerations,
                closedButMapped, liveInstances, holders, guestBytes, retiredByBundle, asyncPools, List.of(), List.of());
    }

}
