#include <string.h>

#include "generated/every_type.h"
#include "generated/host_clock.h"
#include "generated/host_notes.h"

Scalars every_type_scalars(GuestCall *call, uint8_t a, int8_t b, uint16_t c, int16_t d, uint32_t e, int32_t f,
                           uint64_t g, int64_t h, float i, double j, bool k, void *l)
{
    (void)call;
    return (Scalars){a, b, c, d, e, f, g, h, i, j, k, l};
}

PpStringView every_type_echo_text(GuestCall *call, PpStringView text)
{
    return guest_copy(call, text.ptr, text.len);
}

PpBuffer every_type_echo_bytes(GuestCall *call, PpBuffer bytes)
{
    return guest_bytes(call, bytes.ptr, bytes.len);
}

Line every_type_mirror(GuestCall *call, Line line)
{
    (void)call;
    return (Line){line.b, (line.k == LEVEL_LOW) ? LEVEL_HIGH : LEVEL_LOW, line.a, line.access};
}

Mixed every_type_remix(GuestCall *call, Mixed mixed)
{
    return (Mixed){
        .small = mixed.small + 1,
        .on = !mixed.on,
        .medium = mixed.medium + 1,
        .large = mixed.large + 1,
        .text = guest_text(call, "%.*s!", GUEST_ARG(mixed.text)),
        .point = {mixed.point.x + 1, mixed.point.y + 1},
        .colour = (mixed.colour == COLOUR_RED) ? COLOUR_BLUE : COLOUR_RED,
        .bytes = guest_bytes(call, mixed.bytes.ptr, mixed.bytes.len),
        .address = (char *)mixed.address + 1,
    };
}

Colour every_type_colour(GuestCall *call, Colour colour)
{
    (void)call;
    return (colour == COLOUR_RED) ? COLOUR_BLUE : COLOUR_RED;
}

Level every_type_level(GuestCall *call, Level level)
{
    (void)call;
    return (level == LEVEL_LOW) ? LEVEL_HIGH : LEVEL_LOW;
}

Unit every_type_unit(GuestCall *call, Unit unit)
{
    (void)call;
    return (unit == UNIT_METRE) ? UNIT_LIGHT_YEAR : UNIT_METRE;
}

Big every_type_big(GuestCall *call, Big big)
{
    switch (big) {
    case BIG_ONE:
        return BIG_TOP;
    case BIG_TOP:
        return BIG_ONE;
    default:
        guest_fail(call, 258, "no such number");
        return 0;
    }
}

Access every_type_toggle(GuestCall *call, Access access, Access with)
{
    (void)call;
    return access ^ with;
}

PpBuffer every_type_cat(GuestCall *call, PpStringView first, uint8_t n, PpStringView second)
{
    PpBuffer all = guest_room(call, first.len + 1 + second.len);
    if (all.ptr != NULL) {
        memcpy(all.ptr, guest_chars(first), first.len);
        all.ptr[first.len] = n;
        memcpy(all.ptr + first.len + 1, guest_chars(second), second.len);
    }
    return all;
}

void every_type_nothing(GuestCall *call)
{
    guest_log(call, PP_LOG_INFO, "nothing, %d times", 1);
}

void every_type_fail(GuestCall *call, uint32_t code, PpStringView why)
{
    guest_fail(call, code, "because of %.*s", GUEST_ARG(why));
}

int64_t every_type_now(GuestCall *call)
{
    return host_clock_now(call) + 1;
}

PpStringView every_type_zoned(GuestCall *call, int64_t at, PpStringView zone)
{
    PpStringView told = host_clock_zoned(call, at, zone);
    return guest_text(call, "<%.*s>", GUEST_ARG(told));
}

Mixed every_type_noted(GuestCall *call, Mixed mixed)
{
    return host_notes_note(call, mixed);
}

PpBuffer every_type_joined(GuestCall *call, PpStringView text, PpBuffer bytes)
{
    return host_notes_join(call, text, bytes);
}

PpStringView every_type_recovered(GuestCall *call)
{
    host_notes_forget(call);
    if (!guest_failed(call)) {
        return GUEST_TEXT("nothing to recover from");
    }
    PpStringView text = guest_text(call, "%u", call->error.code);
    guest_clear(call);
    return text;
}

int32_t every_type_while(GuestCall *call, int32_t register_, int32_t class_, int32_t call_)
{
    (void)call;
    return register_ + class_ * call_;
}
