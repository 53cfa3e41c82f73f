/*
 * The allocator of a call arena, as a virtual machine or a caller of one has it: bump in the primary region, then in the
 * overflow blocks, then in a new block of the host.
 */
#ifndef CALL_ARENA_H
#define CALL_ARENA_H

#include "guest.h"

static UNUSED void *arena_bump(uint8_t *from, const uint8_t *end, size_t size, size_t align)
{
    uint8_t *aligned = (uint8_t *)(((uintptr_t)from + align - 1) & ~(uintptr_t)(align - 1));
    return (aligned <= end && size <= (size_t)(end - aligned)) ? aligned : NULL;
}

static UNUSED void *arena_in_block(PpArenaOverflowBlock *block, size_t size, size_t align)
{
    uint8_t *start = (uint8_t *)block;
    uint8_t *found = arena_bump(start + block->used, start + block->capacity, size, align);
    if (found != NULL) {
        block->used = (size_t)(found + size - start);
    }
    return found;
}

static UNUSED void *arena_alloc(PpCallArena *arena, size_t size, size_t align)
{
    size_t capacity = sizeof(PpArenaOverflowBlock) + align + size;
    PpArenaOverflowBlock *block;
    uint8_t *found;
    if (size == 0 || align == 0 || (align & (align - 1)) != 0) {
        return NULL;
    }
    found = arena_bump(arena->cur, arena->end, size, align);
    if (found != NULL) {
        arena->cur = found + size;
        return found;
    }
    if (arena->host == NULL) {
        return NULL;
    }
    for (block = arena->first_overflow; block != NULL; block = block->next) {
        found = arena_in_block(block, size, align);
        if (found != NULL) {
            return found;
        }
    }
    capacity = capacity < 4096 ? 4096 : capacity;
    block = (PpArenaOverflowBlock *)arena->host->alloc(arena->host, capacity, 8);
    if (block == NULL) {
        return NULL;
    }
    *block = (PpArenaOverflowBlock){arena->first_overflow, capacity, sizeof *block};
    arena->first_overflow = block;
    return arena_in_block(block, size, align);
}

static UNUSED void arena_release(PpCallArena *arena)
{
    while (arena->first_overflow != NULL) {
        PpArenaOverflowBlock *block = arena->first_overflow;
        arena->first_overflow = block->next;
        arena->host->free(arena->host, (uint8_t *)block, block->capacity, 8);
    }
}

#endif
