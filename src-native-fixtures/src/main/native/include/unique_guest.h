/*
 * The builds of bundle "unique": demo.Unique 1.0.0, whose counter is a GNU-unique symbol, as C++ compilers make them for
 * inline variables. The C library never unmaps such a library, and gives a second version the counter of the first. A
 * build defines BUILD.
 *
 *   0 count() -> u32         counts up, returns the new number
 *   1 version() -> u32       BUILD
 */
#ifndef UNIQUE_GUEST_H
#define UNIQUE_GUEST_H

#include "guest.h"

__asm__(".pushsection .data\n"
        ".balign 4\n"
        ".globl polyplug_test_unique_counter\n"
        ".type polyplug_test_unique_counter, %gnu_unique_object\n"
        ".size polyplug_test_unique_counter, 4\n"
        "polyplug_test_unique_counter: .long 0\n"
        ".popsection\n");

extern __attribute__((visibility("default"))) uint32_t polyplug_test_unique_counter;

FUNCTION(count)
{
    RESULT(uint32_t) = ++polyplug_test_unique_counter;
}

FUNCTION(version)
{
    RESULT(uint32_t) = BUILD;
}

CONTRACT("demo.Unique", 1, 0, 0, count, version)
GUEST

#endif
