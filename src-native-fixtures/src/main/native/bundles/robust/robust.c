/*
 * What upstream's memory and error plugins do, for the same tests: test.robust 1.0.0.
 *
 *    0 panic() -> u32                                     error 3 "plugin panicked"
 *    1 fail_with(code u32, text StringView) -> u32        that error; the text is allocated through the host
 *    2 noted() -> StringView                              "note", NUL, "plug": nine static bytes
 *    3 fill(memory Ptr, len u64, byte u8) -> u64          writes len bytes there; len
 *    4 shape(bytes Buffer) -> Shape                       what arrived
 *    5 echo(text StringView) -> StringView                the very view that came in
 *
 *   record Shape { address Ptr, len u64, cap u64 }
 */
#include "guest.h"

typedef struct Shape {
    uint64_t address;
    uint64_t len;
    uint64_t cap;
} Shape;

FUNCTION(panic)
{
    FAIL(PP_ERR_PANIC, TEXT("plugin panicked"));
}

FUNCTION(fail_with)
{
    const struct { uint32_t code; PpStringView text; } *in = args;
    FAIL(in->code, guest_text(in->text.ptr, in->text.len));
}

FUNCTION(noted)
{
    RESULT(PpStringView) = TEXT("note\0plug");
}

FUNCTION(fill)
{
    const struct { void *memory; uint64_t len; uint8_t byte; } *in = args;
    memset(in->memory, in->byte, in->len);
    RESULT(uint64_t) = in->len;
}

FUNCTION(shape)
{
    PpBuffer bytes = ARGUMENT(PpBuffer);
    RESULT(Shape) = (Shape){(uintptr_t)bytes.ptr, bytes.len, bytes.cap};
}

FUNCTION(echo)
{
    RESULT(PpStringView) = ARGUMENT(PpStringView);
}

CONTRACT("test.robust", 1, 0, 0, panic, fail_with, noted, fill, shape, echo)
GUEST
