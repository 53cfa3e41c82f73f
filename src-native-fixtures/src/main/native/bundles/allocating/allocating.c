/*
 * A guest that allocates through the host all that it returns, as Rust bundles do: memory.Allocating 1.0.0. Whatever n
 * bytes are asked for, they are the alphabet in small letters, again and again.
 *
 *   record Pair  { text StringView, bytes Buffer }
 *   record Twice { first StringView, second StringView }
 *
 *   0 text(n u32) -> StringView         a fresh block every time
 *   1 buffer(n u32) -> Buffer           a fresh block every time
 *   2 fail(text StringView) -> void     error 300 with that text in a fresh block
 *   3 pair(n u32) -> Pair               two fresh blocks
 *   4 upper(text StringView) -> StringView      ASCII letters made capitals, in a fresh block
 *   5 twice(n u32) -> Twice             one fresh block, both views show it
 *   6 inner(n u32) -> StringView        the inside of a fresh block, from its second byte on; the guest leaks it
 *   7 aligned(n u32) -> Buffer          a fresh block aligned to 64
 *   8 returned(n u32) -> StringView     a static "returned": the fresh block went back to the host by the guest itself
 *   9 spare(n u32) -> StringView        a fresh block; another one of that size is leaked by the guest
 */
#include "guest.h"

typedef struct Pair {
    PpStringView text;
    PpBuffer bytes;
} Pair;

typedef struct Twice {
    PpStringView first;
    PpStringView second;
} Twice;

static PpBuffer alphabet(uint32_t n, size_t align)
{
    uint8_t *block = guest_host->alloc(guest_host, n, align);
    if (block == NULL) {
        return (PpBuffer){NULL, 0, 0};
    }
    for (uint32_t i = 0; i < n; i++) {
        block[i] = (uint8_t)('a' + i % 26);
    }
    return (PpBuffer){block, n, n};
}

static PpStringView alphabet_text(uint32_t n)
{
    PpBuffer letters = alphabet(n, 1);
    return (PpStringView){letters.ptr, letters.len};
}

FUNCTION(text)
{
    RESULT(PpStringView) = alphabet_text(ARGUMENT(uint32_t));
}

FUNCTION(buffer)
{
    RESULT(PpBuffer) = alphabet(ARGUMENT(uint32_t), 1);
}

FUNCTION(fail)
{
    PpStringView reason = ARGUMENT(PpStringView);
    FAIL(300, guest_text(reason.ptr, reason.len));
}

FUNCTION(pair)
{
    RESULT(Pair) = (Pair){alphabet_text(ARGUMENT(uint32_t)), alphabet(ARGUMENT(uint32_t), 1)};
}

FUNCTION(upper)
{
    PpStringView text = ARGUMENT(PpStringView);
    PpBuffer copy = guest_buffer(text.ptr, text.len);
    for (size_t i = 0; i < copy.len; i++) {
        if (copy.ptr[i] >= 'a' && copy.ptr[i] <= 'z') {
            copy.ptr[i] = (uint8_t)(copy.ptr[i] - 'a' + 'A');
        }
    }
    RESULT(PpStringView) = (PpStringView){copy.ptr, copy.len};
}

FUNCTION(twice)
{
    PpStringView letters = alphabet_text(ARGUMENT(uint32_t));
    RESULT(Twice) = (Twice){letters, letters};
}

FUNCTION(inner)
{
    PpStringView letters = alphabet_text(ARGUMENT(uint32_t) + 1);
    RESULT(PpStringView) = (PpStringView){letters.ptr + 1, letters.len - 1};
}

FUNCTION(aligned)
{
    RESULT(PpBuffer) = alphabet(ARGUMENT(uint32_t), 64);
}

FUNCTION(returned)
{
    PpBuffer letters = alphabet(ARGUMENT(uint32_t), 1);
    guest_host->free(guest_host, letters.ptr, letters.len, 1);
    RESULT(PpStringView) = TEXT("returned");
}

FUNCTION(spare)
{
    alphabet(ARGUMENT(uint32_t), 1);
    RESULT(PpStringView) = alphabet_text(ARGUMENT(uint32_t));
}

CONTRACT("memory.Allocating", 1, 0, 0, text, buffer, fail, pair, upper, twice, inner, aligned, returned, spare)
GUEST
