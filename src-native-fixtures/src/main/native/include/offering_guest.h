/*
 * The builds of bundle "offering": they offer host contracts of their own to other bundles, from their init on. A build
 * defines BUILD and MARK_VERSION. Beside the marks of marks.h it leaves "made <version> <folder>" and
 * "unmade <version> <folder>" when its factories and destructors run.
 *
 * Offered: guest.Shared 1.0.0 (one instance) and guest.Single 1.0.0 (an instance a request), each with one function,
 *
 *   0 build() -> u64                          BUILD; code 8 on an instance that is not alive
 *
 * Its own contract demo.Offering 1.0.0:
 *
 *   0 fail_next(n u32) -> void                the next n factories make nothing
 *   1 made() -> u32                           how often a factory was asked, failures included
 *   2 alive() -> u32                          how many instances exist
 *   3 ask_in_factory(ask bool) -> void        from now on each factory asks for guest.Shared itself, and leaves the mark
 *                                             "asked" when that brings nothing
 */
#ifndef OFFERING_GUEST_H
#define OFFERING_GUEST_H

#include "guest.h"
#include "marks.h"

static atomic_uint to_fail;
static atomic_uint asked;
static atomic_uint alive_count;
static atomic_bool asks_in_factory;
static atomic_uint tokens[1024];

static uint64_t shared_id(void)
{
    return guest_id("host_contract:", "guest.Shared", 1);
}

static void make(UNUSED const PpHostContractInterface *self, UNUSED const void *args, PpHostContractInstance *out)
{
    atomic_fetch_add(&asked, 1);
    if (atomic_load(&asks_in_factory)
        && guest_host->get_host_contract(guest_host, shared_id(), 0).data == NULL) {
        leave_mark("asked");
    }
    if (atomic_load(&to_fail) > 0) {
        atomic_fetch_sub(&to_fail, 1);
        return;
    }
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        unsigned expected = 0;
        if (atomic_compare_exchange_strong(&tokens[i], &expected, 1)) {
            atomic_fetch_add(&alive_count, 1);
            out->data = &tokens[i];
            leave_mark("made");
            return;
        }
    }
}

static void unmake(UNUSED const PpHostContractInterface *self, PpHostContractInstance instance)
{
    atomic_store((atomic_uint *)instance.data, 0);
    atomic_fetch_sub(&alive_count, 1);
    leave_mark("unmade");
}

static void offered_build(PpHostContractInstance instance, UNUSED const void *args, void *out, PpAbiError *err)
{
    if (instance.data == NULL || atomic_load((atomic_uint *)instance.data) != 1) {
        FAIL(PP_ERR_INVALID_POINTER, TEXT("called on an instance that is not alive"));
        return;
    }
    RESULT(uint64_t) = BUILD;
    *err = (PpAbiError){0};
}

static const void *const offered_functions[] = {offered_build};

#define OFFERED(shared)                                                                                     \
    {                                                                                                       \
        .contract_version = {1, 0, 0},                                                                      \
        .singleton = (shared),                                                                              \
        .dispatch_type = PP_DISPATCH_NATIVE,                                                                \
        .create_instance = make,                                                                            \
        .destroy_instance = unmake,                                                                         \
        .dispatch.native = {1, offered_functions},                                                          \
    }

static PpHostContractInterface offered_shared = OFFERED(true);
static PpHostContractInterface offered_single = OFFERED(false);

FUNCTION(fail_next)
{
    atomic_store(&to_fail, ARGUMENT(uint32_t));
}

FUNCTION(made)
{
    RESULT(uint32_t) = atomic_load(&asked);
}

FUNCTION(alive)
{
    RESULT(uint32_t) = atomic_load(&alive_count);
}

FUNCTION(ask_in_factory)
{
    atomic_store(&asks_in_factory, ARGUMENT(bool));
}

CONTRACT("demo.Offering", 1, 0, 0, fail_next, made, alive, ask_in_factory)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    PpAbiError error = {0};
    guest_start(host, context);
    offered_shared.contract_id = shared_id();
    offered_single.contract_id = guest_id("host_contract:", "guest.Single", 1);
    host->register_host_contract(host, &offered_shared, &error);
    if (error.code == PP_OK) {
        host->register_host_contract(host, &offered_single, &error);
    }
    return error.code == PP_OK ? guest_register(host) : error;
}

#endif
