#include "generated/counter.h"

#include <stdatomic.h>
#include <stdlib.h>

void *guest_create_counter(GuestCall *call)
{
    (void)call;
    return calloc(1, sizeof(atomic_long));
}

void guest_destroy_counter(void *state)
{
    free(state);
}

int64_t counter_increment(GuestCall *call, int32_t by)
{
    return atomic_fetch_add((atomic_long *)call->state, by) + by;
}
