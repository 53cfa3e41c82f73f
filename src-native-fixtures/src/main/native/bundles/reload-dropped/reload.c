/* Provides reload.other in place of reload.test; answers 300. */
#define MARK_VERSION "1.1.0"
#include "guest.h"
#include "marks.h"

FUNCTION(answer)
{
    RESULT(uint32_t) = 300;
}

CONTRACT("reload.other", 1, 0, 0, answer)
GUEST
