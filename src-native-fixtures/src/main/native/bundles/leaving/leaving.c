/*
 * A guest that allocates what it passes to host.Greeter, as the callers do that upstream generates for Rust:
 * memory.Leaving 1.0.0. Its manifest says that it leaves such blocks to the host.
 *
 *   0 leave(name StringView) -> u32               length of greet(name), whose argument is a fresh block
 *   1 free_it(name StringView) -> u32             as 0, and frees the block afterwards
 *   2 hand_back(name StringView) -> StringView    as 0, and returns the block
 *   3 twice(name StringView) -> u32               passes one block in two calls, and looks at it after each
 *   4 keep(name StringView) -> u32                the first call makes a block, all others pass that to greet
 *   5 kept() -> StringView                        what that block holds
 *   6 spare(name StringView) -> u32               as 0, and leaves another block behind that it has not passed
 */
#include "host_greeter.h"

static PpStringView kept_block;

static PpStringView fresh(const void *args)
{
    PpStringView name = ARGUMENT(PpStringView);
    return guest_text(name.ptr, name.len);
}

static uint32_t greet(PpStringView block, PpAbiError *err)
{
    PpStringView answer = NO_TEXT;
    call_greeter(find_greeter(), 0, &block, &answer, err);
    return (uint32_t)answer.len;
}

FUNCTION(leave)
{
    RESULT(uint32_t) = greet(fresh(args), err);
}

FUNCTION(free_it)
{
    PpStringView block = fresh(args);
    RESULT(uint32_t) = greet(block, err);
    guest_host->free(guest_host, (uint8_t *)block.ptr, block.len, 1);
}

FUNCTION(hand_back)
{
    PpStringView block = fresh(args);
    greet(block, err);
    RESULT(PpStringView) = block;
}

FUNCTION(twice)
{
    PpStringView block = fresh(args);
    PpStringView name = ARGUMENT(PpStringView);
    uint32_t len = greet(block, err);
    if (memcmp(block.ptr, name.ptr, name.len) == 0) {
        len += greet(block, err);
    }
    RESULT(uint32_t) = memcmp(block.ptr, name.ptr, name.len) == 0 ? len : 0;
}

FUNCTION(keep)
{
    if (kept_block.ptr == NULL) {
        kept_block = fresh(args);
        RESULT(uint32_t) = 0;
        return;
    }
    RESULT(uint32_t) = greet(kept_block, err);
}

FUNCTION(kept)
{
    RESULT(PpStringView) = kept_block;
}

FUNCTION(spare)
{
    fresh(args);
    RESULT(uint32_t) = greet(fresh(args), err);
}

CONTRACT("memory.Leaving", 1, 0, 0, leave, free_it, hand_back, twice, keep, kept, spare)
GUEST
