/*
 * A guest that depends on another one: demo.Consumer 1.0.0. Its manifest declares reload.test, which it looks up in its
 * init and calls later.
 *
 *   0 version() -> u32                what function 0 of reload.test answers now; code 4 when nobody provides it
 *   1 found_in_init() -> bool         whether init found reload.test
 *   2 remembered() -> u32             as 0, through the handle that init found; code 5 when it is stale
 *   3 dependencies_in_init() -> u64   how many dependencies the host reported during init
 */
#include "guest.h"

#define PEER_ID guest_id("guest_contract:", "reload.test", 1)

static PpGuestContractHandle handle_of_init;
static uint64_t dependencies;

static void call_peer(PpGuestContractHandle handle, uint32_t missing, void *out, PpAbiError *err)
{
    const PpGuestContractInterface *peer = guest_host->resolve_guest_contract(guest_host, handle);
    PpGuestContractInstance instance = {0};
    if (peer == NULL) {
        FAIL(missing, TEXT("nobody provides reload.test"));
        return;
    }
    guest_host->create_guest_instance(guest_host, peer, NULL, &instance);
    ((PpGuestFn)peer->dispatch.native.functions[0])(instance, NULL, out, err);
    guest_host->destroy_guest_instance(guest_host, peer, instance);
}

FUNCTION(version)
{
    call_peer(guest_host->find_guest_contract(guest_host, PEER_ID, 1), PP_ERR_NOT_FOUND, out, err);
}

FUNCTION(found_in_init)
{
    RESULT(bool) = handle_of_init.index != PP_NULL_HANDLE_INDEX;
}

FUNCTION(remembered)
{
    call_peer(handle_of_init, PP_ERR_STALE_HANDLE, out, err);
}

FUNCTION(dependencies_in_init)
{
    RESULT(uint64_t) = dependencies;
}

CONTRACT("demo.Consumer", 1, 0, 0, version, found_in_init, remembered, dependencies_in_init)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    PpArray declared;
    guest_start(host, context);
    handle_of_init = host->find_guest_contract(host, PEER_ID, 1);
    declared = host->get_dependencies(host);
    dependencies = declared.len;
    if (declared.items != NULL) {
        host->free(host, declared.items, declared.len * sizeof(PpDependencyInfo), declared.align);
    }
    return guest_register(host);
}
