/*
 * The builds of bundle "peer", which other guests call: demo.Peer 1.0.0. A build defines BUILD and MARK_VERSION.
 *
 *   0 answer() -> u32                          BUILD
 *   1 pair() -> u64                            BUILD as read at the begin and, in the high half, at the end of some work
 *   2 hold(entered Ptr, release Ptr) -> u32    sets *entered to 1, waits until *release is not 0, returns BUILD
 */
#ifndef PEER_GUEST_H
#define PEER_GUEST_H

#include "guest.h"
#include "hold.h"
#include "marks.h"

#define ROUNDS 100

static volatile uint32_t build = BUILD;

FUNCTION(answer)
{
    RESULT(uint32_t) = build;
}

FUNCTION(pair)
{
    uint64_t first = build;
    for (int i = 0; i < ROUNDS; i++) {
        if (build != first) {
            break;
        }
    }
    RESULT(uint64_t) = (uint64_t)build << 32 | first;
}

FUNCTION(hold)
{
    wait_for_release(args);
    RESULT(uint32_t) = build;
}

CONTRACT("demo.Peer", 1, 0, 0, answer, pair, hold)

#endif
