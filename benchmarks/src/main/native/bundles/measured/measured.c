/*
 * What the benchmarks call: bench.Measured 1.0.0. The same functions for JNI are in jni/jni.c.
 *
 *   record Point { x f64, y f64, tag u8 }
 *
 *    0 add(a i32, b i64) -> i64
 *    1 greet(name StringView) -> StringView               "hello <name>", allocated through the host
 *    2 mid(a Point, b Point) -> Point                     the middle; tag is the sum of both
 *    3 mirror(bytes Buffer) -> Buffer                     a copy, allocated through the host
 *    4 call_back(a u32, b u32) -> u32                     add(a, b) of the host contract host.Greeter
 *    5 seconds(unit enum Unit, count i64) -> i64          so many of the unit
 *    6 largest(seconds i64) -> enum Unit                  the largest unit that there is one of
 *
 *   enum Unit u32 { SECOND 0, MINUTE 1, HOUR 2 }
 */
#include "host_greeter.h"

/* measured-v2 has another one. */
#ifndef GREETING
#define GREETING "hello "
#endif

typedef struct Point {
    double x;
    double y;
    uint8_t tag;
} Point;

static Greeter greeter;

FUNCTION(add)
{
    const struct { int32_t a; int64_t b; } *in = args;
    RESULT(int64_t) = in->a + in->b;
}

FUNCTION(greet)
{
    RESULT(PpStringView) = guest_joined(TEXT(GREETING), ARGUMENT(PpStringView));
}

FUNCTION(mid)
{
    const struct { Point a; Point b; } *in = args;
    RESULT(Point) = (Point){(in->a.x + in->b.x) / 2, (in->a.y + in->b.y) / 2, (uint8_t)(in->a.tag + in->b.tag)};
}

FUNCTION(mirror)
{
    PpBuffer bytes = ARGUMENT(PpBuffer);
    RESULT(PpBuffer) = guest_buffer(bytes.ptr, bytes.len);
}

FUNCTION(call_back)
{
    if (greeter.table == NULL) {
        greeter = find_greeter();
    }
    call_greeter(greeter, 1, args, out, err);
}

FUNCTION(seconds)
{
    static const int64_t each[] = {1, 60, 3600};
    const struct { uint32_t unit; int64_t count; } *in = args;
    RESULT(int64_t) = each[in->unit] * in->count;
}

FUNCTION(largest)
{
    int64_t count = ARGUMENT(int64_t);
    RESULT(uint32_t) = count < 60 ? 0 : count < 3600 ? 1 : 2;
}

CONTRACT("bench.Measured", 1, 0, 0, add, greet, mid, mirror, call_back, seconds, largest)
GUEST
