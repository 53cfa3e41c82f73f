/* Answers 200 to every other call, and fails with code 256, "out of luck", at the others. */
#define MARK_VERSION "1.1.0"
#include <stdatomic.h>

#include "guest.h"
#include "marks.h"

static _Atomic uint32_t calls;

FUNCTION(answer)
{
    if (atomic_fetch_add(&calls, 1) % 2 == 0) {
        FAIL(256, TEXT("out of luck"));
    }
    else {
        RESULT(uint32_t) = 200;
    }
}

CONTRACT("reload.test", 1, 0, 0, answer)
GUEST
