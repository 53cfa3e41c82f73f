/*
 * Every type that a contract can have: demo.Everything 1.2.0.
 *
 *   record Point { x f64, y f64, tag u8 }
 *   record Line  { a Point, k Shade16, b Point }
 *   record Named { name StringView, n u32, data Buffer }
 *   record Mixed { a u8, b bool, c u16, d i64, text StringView, at Point, shade Shade8, data Buffer, address Ptr }
 *   enum Shade8 u8    { LIGHT = 1, DARK = 2, TOP = 200 }
 *   enum Shade16 u16  { LIGHT = 1, DARK = 2, TOP = 60000 }
 *   enum Shade32 u32  { LIGHT = 1, DARK = 2, TOP = 4000000000 }
 *   enum Shade64 u64  { LIGHT = 1, DARK = 2, TOP = 9223372036854775809 }
 *
 *    0 version() -> i32                                   100
 *    1 add(a i32, b i64) -> i64
 *    2 greet(name StringView) -> StringView               "hello <name>", allocated through the host
 *    3 nothing() -> void                                  counted, see 49
 *    4 mid(a Point, b Point) -> Point                     the middle; tag is the sum of both
 *    5 minus_i8(a i8, b i8) -> i8
 *    6 minus_i16(a i8, b i16) -> i16                      a - b, here and in all the following
 *    7 minus_i32(a i16, b i32) -> i32
 *    8 minus_i64(a i8, b i64) -> i64
 *    9 minus_u8(a u8, b u8) -> u8
 *   10 minus_u16(a u8, b u16) -> u16
 *   11 minus_u32(a u16, b u32) -> u32
 *   12 minus_u64(a u8, b u64) -> u64
 *   13 minus_f32(a u8, b f32) -> f32
 *   14 minus_f64(a f32, b f64) -> f64
 *   15 negate(a bool) -> bool
 *   16 choose(a f32, plus bool, c f64) -> f64             a + c or a - c
 *   17 prims(u8, i8, u16, i16, u32, i32, u64, i64, f32, f64, bool, Ptr) -> StringView
 *                                                         all of them in decimal, separated by blanks; floats as %g
 *   18 null_text() -> StringView                          a null pointer with length 5: reads as ""
 *   19 empty_text() -> StringView                         a wild pointer with length 0
 *   20 malformed_text() -> StringView                     "ok" and two bytes that are not UTF-8
 *   21 is_null(text StringView) -> bool                   whether the pointer was null
 *   22 length(text StringView) -> u64
 *   23 reverse(bytes Buffer) -> Buffer                    allocated through the host
 *   24 huge_buffer() -> Buffer                            a good pointer with an absurd length
 *   25 empty_buffer() -> Buffer                           a wild pointer with length 0
 *   26 sum(bytes Buffer) -> u64                           of all bytes
 *   27 null_buffer(len u64) -> Buffer                     a null pointer with that length
 *   28 flip(line Line) -> Line                            a and b exchanged
 *   29 renamed(named Named) -> Named                      "hello <name>", n + 1, data reversed; both allocated
 *   30 static_named() -> Named                            "static", 7, bytes 1 2 3; both borrowed
 *   31 next8(Shade8) -> Shade8                            LIGHT, DARK, TOP and round again
 *   32 next16(Shade16) -> Shade16
 *   33 next32(Shade32) -> Shade32
 *   34 next64(Shade64) -> Shade64
 *   35 unknown_shade() -> Shade8                          77
 *   36 shades(a Shade8, b Shade16, c Shade32, d Shade64) -> u64    their sum
 *   37 pointer(a Ptr) -> Ptr                              a + 1
 *   38 fail() -> i32                                      error 256 "on purpose", the text is static
 *   39 fail_saying(text StringView) -> i32                error 300 "refused: <text>", allocated through the host
 *   40 fail_silently() -> i32                             error 1 without a text
 *   41 fail_void() -> void                                error 257 "nothing came of it"
 *   42 fail_garbled() -> i32                              error 258, the text is not UTF-8
 *   43 echo_mixed(mixed Mixed) -> Mixed                   its views are the argument's own
 *   44 multi(p Point, n u8, l Line, k Shade16, b Buffer) -> f64
 *                                                         p.x + p.y + n + l.a.x + l.b.y + k + number of bytes
 *   45 fail_after_writing() -> StringView                 writes a wild view, then fails with 259 "too late"
 *   46 huge_text() -> StringView                          a good pointer with an absurd length
 *   47 echo(text StringView) -> StringView                a copy, allocated through the host
 *   48 odd_bool() -> bool                                 the byte 2
 *   49 calls() -> u64                                     how often 3 was called
 *   50 error_ok() -> i32                                  writes error code 0 and a wild message, and 42
 */
#include <inttypes.h>

#include "guest.h"

typedef struct Point {
    double x;
    double y;
    uint8_t tag;
} Point;

typedef struct Line {
    Point a;
    uint16_t k;
    Point b;
} Line;

typedef struct Named {
    PpStringView name;
    uint32_t n;
    PpBuffer data;
} Named;

typedef struct Mixed {
    uint8_t a;
    bool b;
    uint16_t c;
    int64_t d;
    PpStringView text;
    Point at;
    uint8_t shade;
    PpBuffer data;
    void *address;
} Mixed;

#define WILD ((uint8_t *)(uintptr_t)0xdead0000beefu)
#define ABSURD (SIZE_MAX / 2)

static atomic_ulong calls_of_nothing;
static uint8_t static_bytes[] = {1, 2, 3};

/* ------------------------------------------------------------ primitives */

FUNCTION(version)
{
    RESULT(int32_t) = 100;
}

FUNCTION(add)
{
    const struct { int32_t a; int64_t b; } *in = args;
    RESULT(int64_t) = in->a + in->b;
}

FUNCTION(nothing)
{
    atomic_fetch_add(&calls_of_nothing, 1);
}

FUNCTION(calls)
{
    RESULT(uint64_t) = atomic_load(&calls_of_nothing);
}

#define MINUS(name, first, second, result)                                                                  \
    FUNCTION(name)                                                                                          \
    {                                                                                                       \
        const struct { first a; second b; } *in = args;                                                     \
        RESULT(result) = (result)(in->a - in->b);                                                           \
    }

MINUS(minus_i8, int8_t, int8_t, int8_t)
MINUS(minus_i16, int8_t, int16_t, int16_t)
MINUS(minus_i32, int16_t, int32_t, int32_t)
MINUS(minus_i64, int8_t, int64_t, int64_t)
MINUS(minus_u8, uint8_t, uint8_t, uint8_t)
MINUS(minus_u16, uint8_t, uint16_t, uint16_t)
MINUS(minus_u32, uint16_t, uint32_t, uint32_t)
MINUS(minus_u64, uint8_t, uint64_t, uint64_t)
MINUS(minus_f32, uint8_t, float, float)
MINUS(minus_f64, float, double, double)

FUNCTION(negate)
{
    RESULT(bool) = !ARGUMENT(bool);
}

FUNCTION(odd_bool)
{
    RESULT(uint8_t) = 2;
}

FUNCTION(choose)
{
    const struct { float a; bool plus; double c; } *in = args;
    RESULT(double) = in->plus ? in->a + in->c : in->a - in->c;
}

FUNCTION(prims)
{
    const struct {
        uint8_t a; int8_t b; uint16_t c; int16_t d; uint32_t e; int32_t f; uint64_t g; int64_t h;
        float i; double j; bool k; void *l;
    } *in = args;
    char text[400];
    int len = snprintf(text, sizeof text, "%u %d %u %d %u %d %" PRIu64 " %" PRId64 " %g %g %d %" PRIuPTR,
                       in->a, in->b, in->c, in->d, in->e, in->f, in->g, in->h, (double)in->i, in->j, in->k,
                       (uintptr_t)in->l);
    RESULT(PpStringView) = guest_text(text, (size_t)len);
}

FUNCTION(pointer)
{
    RESULT(uintptr_t) = ARGUMENT(uintptr_t) + 1;
}

/* ------------------------------------------------------- text and buffer */

FUNCTION(greet)
{
    RESULT(PpStringView) = guest_joined(TEXT("hello "), ARGUMENT(PpStringView));
}

FUNCTION(echo)
{
    PpStringView text = ARGUMENT(PpStringView);
    RESULT(PpStringView) = guest_text(text.ptr, text.len);
}

FUNCTION(null_text)
{
    RESULT(PpStringView) = (PpStringView){NULL, 5};
}

FUNCTION(empty_text)
{
    RESULT(PpStringView) = (PpStringView){WILD, 0};
}

FUNCTION(malformed_text)
{
    RESULT(PpStringView) = TEXT("ok\xff\xfe");
}

FUNCTION(huge_text)
{
    RESULT(PpStringView) = (PpStringView){static_bytes, ABSURD};
}

FUNCTION(is_null)
{
    RESULT(bool) = ARGUMENT(PpStringView).ptr == NULL;
}

FUNCTION(length)
{
    RESULT(uint64_t) = ARGUMENT(PpStringView).len;
}

static PpBuffer reversed(PpBuffer bytes)
{
    PpBuffer copy = guest_buffer(bytes.ptr, bytes.len);
    for (size_t i = 0; i < copy.len; i++) {
        copy.ptr[i] = bytes.ptr[bytes.len - 1 - i];
    }
    return copy;
}

FUNCTION(reverse)
{
    RESULT(PpBuffer) = reversed(ARGUMENT(PpBuffer));
}

FUNCTION(huge_buffer)
{
    RESULT(PpBuffer) = (PpBuffer){static_bytes, ABSURD, ABSURD};
}

FUNCTION(empty_buffer)
{
    RESULT(PpBuffer) = (PpBuffer){WILD, 0, 0};
}

FUNCTION(null_buffer)
{
    RESULT(PpBuffer) = (PpBuffer){NULL, ARGUMENT(uint64_t), ARGUMENT(uint64_t)};
}

static uint64_t sum_of(PpBuffer bytes)
{
    uint64_t total = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        total += bytes.ptr[i];
    }
    return total;
}

FUNCTION(sum)
{
    RESULT(uint64_t) = sum_of(ARGUMENT(PpBuffer));
}

/* --------------------------------------------------------------- records */

FUNCTION(mid)
{
    const struct { Point a; Point b; } *in = args;
    RESULT(Point) = (Point){(in->a.x + in->b.x) / 2, (in->a.y + in->b.y) / 2, (uint8_t)(in->a.tag + in->b.tag)};
}

FUNCTION(flip)
{
    Line line = ARGUMENT(Line);
    RESULT(Line) = (Line){line.b, line.k, line.a};
}

FUNCTION(renamed)
{
    Named named = ARGUMENT(Named);
    RESULT(Named) = (Named){guest_joined(TEXT("hello "), named.name), named.n + 1, reversed(named.data)};
}

FUNCTION(static_named)
{
    RESULT(Named) = (Named){TEXT("static"), 7, {static_bytes, sizeof static_bytes, sizeof static_bytes}};
}

FUNCTION(echo_mixed)
{
    RESULT(Mixed) = ARGUMENT(Mixed);
}

FUNCTION(multi)
{
    const struct { Point p; uint8_t n; Line l; uint16_t k; PpBuffer b; } *in = args;
    RESULT(double) = in->p.x + in->p.y + in->n + in->l.a.x + in->l.b.y + in->k + (double)in->b.len;
}

/* ----------------------------------------------------------------- enums */

#define NEXT(name, type, top)                                                                               \
    FUNCTION(name)                                                                                          \
    {                                                                                                       \
        type shade = ARGUMENT(type);                                                                        \
        RESULT(type) = shade == 1 ? 2 : shade == 2 ? (type)(top) : 1;                                       \
    }

NEXT(next8, uint8_t, 200)
NEXT(next16, uint16_t, 60000)
NEXT(next32, uint32_t, 4000000000u)
NEXT(next64, uint64_t, 9223372036854775809u)

FUNCTION(unknown_shade)
{
    RESULT(uint8_t) = 77;
}

FUNCTION(shades)
{
    const struct { uint8_t a; uint16_t b; uint32_t c; uint64_t d; } *in = args;
    RESULT(uint64_t) = in->a + in->b + in->c + in->d;
}

/* ---------------------------------------------------------------- errors */

FUNCTION(fail)
{
    FAIL(256, TEXT("on purpose"));
}

FUNCTION(fail_saying)
{
    FAIL(300, guest_joined(TEXT("refused: "), ARGUMENT(PpStringView)));
}

FUNCTION(fail_silently)
{
    FAIL(PP_ERR_GENERIC, NO_TEXT);
}

FUNCTION(fail_void)
{
    FAIL(257, TEXT("nothing came of it"));
}

FUNCTION(fail_garbled)
{
    FAIL(258, TEXT("bad \xff\xfe text"));
}

FUNCTION(fail_after_writing)
{
    RESULT(PpStringView) = (PpStringView){WILD, 3};
    FAIL(259, TEXT("too late"));
}

FUNCTION(error_ok)
{
    RESULT(int32_t) = 42;
    FAIL(PP_OK, ((PpStringView){WILD, 3}));
}

CONTRACT("demo.Everything", 1, 2, 0,
         /*  0 */ version, add, greet, nothing, mid, minus_i8, minus_i16, minus_i32, minus_i64, minus_u8,
         /* 10 */ minus_u16, minus_u32, minus_u64, minus_f32, minus_f64, negate, choose, prims, null_text, empty_text,
         /* 20 */ malformed_text, is_null, length, reverse, huge_buffer, empty_buffer, sum, null_buffer, flip, renamed,
         /* 30 */ static_named, next8, next16, next32, next64, unknown_shade, shades, pointer, fail, fail_saying,
         /* 40 */ fail_silently, fail_void, fail_garbled, echo_mixed, multi, fail_after_writing, huge_text, echo,
         /* 48 */ odd_bool, calls, error_ok)
GUEST
