/* Answers 200 after three milliseconds. */
#define MARK_VERSION "1.1.0"
#include <time.h>

#include "guest.h"
#include "marks.h"

FUNCTION(answer)
{
    struct timespec three_milliseconds = {0, 3000000};
    nanosleep(&three_milliseconds, NULL);
    RESULT(uint32_t) = 200;
}

CONTRACT("reload.test", 1, 0, 0, answer)
GUEST
