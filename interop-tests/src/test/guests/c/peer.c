#include "generated/peer.h"

enum { BUILD = 300, MOST = 100 };

uint32_t peer_build(GuestCall *call)
{
    (void)call;
    return BUILD;
}

uint64_t peer_stamp(GuestCall *call, uint64_t v)
{
    (void)call;
    return v * 1000 + BUILD;
}

PpStringView peer_shout(GuestCall *call, PpStringView v)
{
    char upper[MOST];
    size_t length = (v.len < MOST) ? v.len : MOST;
    for (size_t i = 0; i < length; i++) {
        char letter = (char)v.ptr[i];
        upper[i] = (letter >= 'a' && letter <= 'z') ? (char)(letter - 'a' + 'A') : letter;
    }
    return guest_text(call, "%.*s from %d", (int)length, upper, BUILD);
}

void peer_fail(GuestCall *call, PpStringView text)
{
    guest_fail(call, PP_ERR_BUFFER_TOO_SMALL, "%.*s", GUEST_ARG(text));
}

void peer_panic(GuestCall *call, PpStringView text)
{
    guest_fail(call, PP_ERR_PANIC, "%.*s", GUEST_ARG(text));
}
