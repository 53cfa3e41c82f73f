/*
 * The smallest guest: test.add 1.0.0, whose contract id upstream's tests pin down (0x40244DF59FCBECB6).
 *
 *    0 add(a u32, b u32) -> u32                           wraps
 */
#include "guest.h"

FUNCTION(add)
{
    const struct { uint32_t a; uint32_t b; } *in = args;
    RESULT(uint32_t) = in->a + in->b;
}

CONTRACT("test.add", 1, 0, 0, add)
GUEST
