/*
 * A guest that never allocates what it returns: memory.Borrowing 1.0.0. A host that frees any of it breaks it.
 *
 *   0 text() -> StringView              "borrowed text", static
 *   1 buffer() -> Buffer                "borrowed bytes", static
 *   2 echo(text StringView) -> StringView       the argument's own view
 *   3 own_text() -> StringView          "own text", from the C library's malloc, the same block every time
 *   4 intact() -> bool                  whether all of the above still has its content
 *   5 fail() -> void                    error 300 "borrowed reason", static
 */
#include <stdlib.h>

#include "guest.h"

static uint8_t bytes[] = "borrowed bytes";
static uint8_t letters[] = "borrowed text";
static uint8_t *_Atomic own;

static uint8_t *own_letters(void)
{
    uint8_t *mine = atomic_load(&own);
    if (mine == NULL) {
        uint8_t *fresh = (uint8_t *)strdup("own text");
        if (atomic_compare_exchange_strong(&own, &mine, fresh)) {
            return fresh;
        }
        free(fresh);
    }
    return mine;
}

FUNCTION(text)
{
    RESULT(PpStringView) = (PpStringView){letters, sizeof letters - 1};
}

FUNCTION(buffer)
{
    RESULT(PpBuffer) = (PpBuffer){bytes, sizeof bytes - 1, sizeof bytes - 1};
}

FUNCTION(echo)
{
    RESULT(PpStringView) = ARGUMENT(PpStringView);
}

FUNCTION(own_text)
{
    RESULT(PpStringView) = (PpStringView){own_letters(), 8};
}

FUNCTION(intact)
{
    RESULT(bool) = memcmp(letters, "borrowed text", 13) == 0 && memcmp(bytes, "borrowed bytes", 14) == 0
        && memcmp(own_letters(), "own text", 8) == 0;
}

FUNCTION(fail)
{
    FAIL(300, TEXT("borrowed reason"));
}

CONTRACT("memory.Borrowing", 1, 0, 0, text, buffer, echo, own_text, intact, fail)
GUEST
