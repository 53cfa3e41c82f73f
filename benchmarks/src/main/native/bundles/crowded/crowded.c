/*
 * Many contracts in one bundle. How many, and the name of the first, is written over in the library; the others count on
 * from there. Of each there is
 *
 *   0 add(a i32, b i64) -> i64
 */
#include <stdlib.h>

#include "guest.h"

#define MOST 1024
#define DIGITS 7

/* Exported, so that the compiler counts on nothing that is in them. */
PP_EXPORT char crowded_first[] = "bench.C0000000";
PP_EXPORT char crowded_count[] = "count=0001";

static char names[MOST][sizeof crowded_first];
static PpGuestContractInterface interfaces[MOST];

static void add(UNUSED PpGuestContractInstance instance, const void *args, void *out, UNUSED PpAbiError *err)
{
    const struct { int32_t a; int64_t b; } *in = args;
    RESULT(int64_t) = in->a + in->b;
}

static void create(UNUSED PpVmLoaderData loader_data, UNUSED const PpHostApi *host, UNUSED const void *args,
                   PpGuestContractInstance *out)
{
    *out = (PpGuestContractInstance){NULL, 0};
}

static void destroy(UNUSED PpVmLoaderData loader_data, UNUSED const PpHostApi *host,
                    UNUSED PpGuestContractInstance instance)
{
}

static const void *const functions[] = {add};

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    PpAbiError error = {0};
    size_t prefix = sizeof crowded_first - 1 - DIGITS;
    int first = atoi(crowded_first + prefix);
    int count = atoi(strchr(crowded_count, '=') + 1);
    guest_start(host, context);
    for (int i = 0; i < count && i < MOST && error.code == PP_OK; i++) {
        snprintf(names[i], sizeof names[i], "%.*s%0*u", (int)prefix, crowded_first, DIGITS,
                 (unsigned)(first + i) % 10000000u);
        interfaces[i] = (PpGuestContractInterface){
            .contract_version = {1, 0, 0},
            .dispatch_type = PP_DISPATCH_NATIVE,
            .create_instance = create,
            .destroy_instance = destroy,
            .dispatch.native = {1, functions},
        };
        error = guest_register_interface(host, names[i], &interfaces[i]);
    }
    return error;
}
