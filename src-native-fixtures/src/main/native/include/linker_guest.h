/*
 * Guests that call a peer as the ABI wants it: what was resolved is kept and used again until the revision changes. The
 * revision is read before the peer is resolved, so that a change in between is noticed at the next call. A build defines
 * LINK_CONTRACT, its own name, and PEER_CONTRACT, whose functions 0 to 2 are those of demo.Peer.
 *
 *   0 answer() -> u32                          function 0 of the peer; code 4 when nobody provides it
 *   1 pair() -> u64                            function 1 of the peer
 *   2 hold(entered Ptr, release Ptr) -> u32    function 2 of the peer
 *   3 resolve_late(entered Ptr, release Ptr) -> u32
 *                                              resolves the peer, waits, and only then reads the revision, as callers do
 *                                              that upstream's tool generates; keeps that and returns function 0
 *   4 found_in_init() -> bool                  whether init resolved the peer
 *   5 resolutions() -> u32                     how often the peer was resolved
 */
#ifndef LINKER_GUEST_H
#define LINKER_GUEST_H

#include "guest.h"
#include "hold.h"

typedef struct Peer {
    const PpGuestContractInterface *table;
    PpGuestContractInstance instance;
    uint64_t revision;
} Peer;

static Peer kept;
static atomic_flag kept_lock = ATOMIC_FLAG_INIT;
static atomic_uint resolution_count;
static bool found_at_start;

static uint64_t revision_now(void)
{
    const _Atomic uint64_t *counter = (const _Atomic uint64_t *)guest_host->revision_counter(guest_host);
    return atomic_load_explicit(counter, memory_order_acquire);
}

static void lock(void)
{
    while (atomic_flag_test_and_set_explicit(&kept_lock, memory_order_acquire)) {
    }
}

static void unlock(void)
{
    atomic_flag_clear_explicit(&kept_lock, memory_order_release);
}

static const PpGuestContractInterface *find_peer(void)
{
    uint64_t id = guest_id("guest_contract:", PEER_CONTRACT, 1);
    return guest_host->resolve_guest_contract(guest_host, guest_host->find_guest_contract(guest_host, id, 1));
}

/* Under the lock. An instance that is given up may be in use by another thread; the host destroys it in time. */
static void keep(const PpGuestContractInterface *table, uint64_t revision)
{
    if (table != NULL && table != kept.table) {
        kept.instance = (PpGuestContractInstance){0};
        guest_host->create_guest_instance(guest_host, table, NULL, &kept.instance);
    }
    kept.table = table;
    kept.revision = revision;
    atomic_fetch_add(&resolution_count, 1);
}

static Peer current_peer(void)
{
    Peer peer;
    uint64_t revision = revision_now();
    lock();
    if (kept.table == NULL || kept.revision != revision) {
        keep(find_peer(), revision);
    }
    peer = kept;
    unlock();
    return peer;
}

static void call_kept(Peer peer, uint32_t function, const void *args, void *out, PpAbiError *err)
{
    if (peer.table == NULL) {
        FAIL(PP_ERR_NOT_FOUND, TEXT("nobody provides " PEER_CONTRACT));
        return;
    }
    ((PpGuestFn)peer.table->dispatch.native.functions[function])(peer.instance, args, out, err);
}

FUNCTION(answer)
{
    call_kept(current_peer(), 0, args, out, err);
}

FUNCTION(pair)
{
    call_kept(current_peer(), 1, args, out, err);
}

FUNCTION(hold)
{
    call_kept(current_peer(), 2, args, out, err);
}

FUNCTION(resolve_late)
{
    const PpGuestContractInterface *table = find_peer();
    Peer peer;
    wait_for_release(args);
    lock();
    keep(table, revision_now());
    peer = kept;
    unlock();
    call_kept(peer, 0, NULL, out, err);
}

FUNCTION(found_in_init)
{
    RESULT(bool) = found_at_start;
}

FUNCTION(resolutions)
{
    RESULT(uint32_t) = atomic_load(&resolution_count);
}

CONTRACT(LINK_CONTRACT, 1, 0, 0, answer, pair, hold, resolve_late, found_in_init, resolutions)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    found_at_start = current_peer().table != NULL;
    return guest_register(host);
}

#endif
