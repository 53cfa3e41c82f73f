/*
 * A guest that calls a virtual machine's contract: demo.MachineCaller 1.0.0. Its manifest declares demo.Machine.
 *
 *   0 dispatch_type() -> u32               of the interface that is registered now
 *   1 add(i32, i32) -> i32                 function 0 of the peer, with its code if it fails
 *   2 greet(string) -> string              function 1, with an arena of 16 bytes, so that longer texts overflow
 *   3 greet_without_arena(string) -> string  function 1 without an arena; frees what came
 *   4 missing() -> u32                     the code of a call of function 99
 *   5 later(i32, i32) -> i32               function 0 through the table that the first call of add resolved; code 5
 *                                          before that
 */
#include "call_arena.h"

#define PEER_ID guest_id("guest_contract:", "demo.Machine", 1)

static const PpGuestContractInterface *remembered;

static const PpGuestContractInterface *peer(void)
{
    return guest_host->resolve_guest_contract(guest_host,
                                              guest_host->find_guest_contract(guest_host, PEER_ID, 1));
}

static void call_peer(const PpGuestContractInterface *table, uint32_t function, const void *args, void *out,
                      PpCallArena *arena, PpAbiError *err)
{
    PpGuestContractInstance instance = {0};
    if (table == NULL) {
        FAIL(PP_ERR_NOT_FOUND, TEXT("nobody provides demo.Machine"));
        return;
    }
    guest_host->create_guest_instance(guest_host, table, NULL, &instance);
    table->dispatch.vm.call(table->dispatch.vm.loader_data, instance, function, args, out, arena, err);
    guest_host->destroy_guest_instance(guest_host, table, instance);
}

FUNCTION(dispatch_type)
{
    const PpGuestContractInterface *table = peer();
    RESULT(uint32_t) = (table != NULL) ? table->dispatch_type : 99;
}

FUNCTION(add)
{
    remembered = peer();
    call_peer(remembered, 0, args, out, NULL, err);
}

FUNCTION(greet)
{
    _Alignas(8) uint8_t primary[16];
    PpCallArena arena = {primary, primary + sizeof primary, primary, guest_host, NULL};
    PpStringView answer = NO_TEXT;
    call_peer(peer(), 1, args, &answer, &arena, err);
    if (err->code == PP_OK) {
        RESULT(PpStringView) = guest_text(answer.ptr, answer.len);
    }
    arena_release(&arena);
}

FUNCTION(greet_without_arena)
{
    PpStringView answer = NO_TEXT;
    call_peer(peer(), 1, args, &answer, NULL, err);
    if (err->code == PP_OK) {
        RESULT(PpStringView) = guest_text(answer.ptr, answer.len);
        guest_host->free(guest_host, (uint8_t *)answer.ptr, answer.len, 1);
    }
}

FUNCTION(missing)
{
    PpAbiError answer = {0};
    uint64_t nothing = 0;
    call_peer(peer(), 99, &nothing, &nothing, NULL, &answer);
    RESULT(uint32_t) = answer.code;
}

FUNCTION(later)
{
    if (remembered == NULL) {
        FAIL(PP_ERR_STALE_HANDLE, TEXT("call add first"));
        return;
    }
    call_peer(remembered, 0, args, out, NULL, err);
}

CONTRACT("demo.MachineCaller", 1, 0, 0, dispatch_type, add, greet, greet_without_arena, missing, later)
GUEST
