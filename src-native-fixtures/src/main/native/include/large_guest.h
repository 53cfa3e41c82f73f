/*
 * The builds of bundle "large": contract demo.Large 1.0.0 in a library of a good 400 KiB. A build defines LARGE_VERSION
 * and includes this.
 *
 *    0 version() -> u32                                   LARGE_VERSION, or 0 when a page of the library says otherwise
 */
#ifndef LARGE_GUEST_H
#define LARGE_GUEST_H

#include "guest.h"

#define LARGE_SIZE (400 * 1024)
#define LARGE_PAGE 4096

static const volatile uint8_t large_constants[LARGE_SIZE] = {[0 ... LARGE_SIZE - 1] = LARGE_VERSION};
static volatile uint32_t large_variable = LARGE_VERSION;

FUNCTION(version)
{
    uint32_t version = LARGE_VERSION;
    for (size_t at = 0; at < LARGE_SIZE; at += LARGE_PAGE) {
        version = large_constants[at] == LARGE_VERSION ? version : 0;
    }
    RESULT(uint32_t) = large_variable == LARGE_VERSION ? version : 0;
}

CONTRACT("demo.Large", 1, 0, 0, version)

#endif
