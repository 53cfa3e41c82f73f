/*
 * Calls that last as long as the test wants. Flags are 32-bit integers in memory of the test; a null pointer is not
 * written to.
 */
#ifndef HOLD_H
#define HOLD_H

#include <time.h>

#include "guest.h"

typedef struct Hold {
    _Atomic int32_t *entered;
    _Atomic int32_t *release;
} Hold;

static UNUSED void sleep_millis(uint32_t millis)
{
    struct timespec time = {millis / 1000, (long)(millis % 1000) * 1000000};
    while (nanosleep(&time, &time) != 0) {
    }
}

static UNUSED void wait_for_release(const Hold *hold)
{
    if (hold->entered != NULL) {
        atomic_store(hold->entered, 1);
    }
    while (atomic_load(hold->release) == 0) {
        sleep_millis(1);
    }
}

#endif
