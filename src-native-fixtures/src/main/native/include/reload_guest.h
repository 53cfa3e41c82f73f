/*
 * The builds of bundle "reload": contract reload.test 1.0.0 with one function, 0 answer() -> u32. A build defines
 * ANSWER and MARK_VERSION, perhaps the MINOR version of the contract, and includes this; what it does wrong on purpose
 * follows in its own source.
 */
#ifndef RELOAD_GUEST_H
#define RELOAD_GUEST_H

#include "guest.h"
#include "marks.h"

#ifndef MINOR
#define MINOR 0
#endif

FUNCTION(answer)
{
    RESULT(uint32_t) = ANSWER;
}

CONTRACT("reload.test", 1, MINOR, 0, answer)

#endif
