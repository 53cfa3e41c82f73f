/*
 * A guest that keeps what it allocated through the host: memory.Keeping 1.0.0. The ABI allows it; a host that frees such
 * a block breaks the guest, which notices: see intact. Calls are expected one at a time.
 *
 *   0 text() -> StringView        "kept text": allocated on the first call, the same block ever after
 *   1 intact() -> bool            whether the blocks of 0 and 2 still have their content
 *   2 again() -> StringView       "again <n>": a fresh block; the one of the call before is freed by the guest
 *   3 prepare() -> void           allocates the block that 4 returns
 *   4 prepared() -> StringView    "prepared", in the block that an earlier call allocated; stays the guest's
 *   5 buffer() -> Buffer          "kept bytes": as 0
 *   6 forget() -> void            the guest frees the blocks of 0, 2, 4 and 5 itself
 */
#include "guest.h"

static PpStringView kept;
static PpStringView last;
static PpStringView ready;
static PpStringView bytes;
static char last_content[32];
static unsigned turn;

static bool same(PpStringView view, const char *content)
{
    return view.ptr == NULL || (view.len == strlen(content) && memcmp(view.ptr, content, view.len) == 0);
}

static void give_back(PpStringView *view)
{
    guest_host->free(guest_host, (uint8_t *)view->ptr, view->len, 1);
    *view = NO_TEXT;
}

FUNCTION(text)
{
    if (kept.ptr == NULL) {
        kept = guest_text("kept text", 9);
    }
    RESULT(PpStringView) = kept;
}

FUNCTION(intact)
{
    RESULT(bool) = same(kept, "kept text") && same(last, last_content) && same(ready, "prepared")
        && same(bytes, "kept bytes");
}

FUNCTION(again)
{
    int len;
    give_back(&last);
    len = snprintf(last_content, sizeof last_content, "again %u", ++turn);
    last = guest_text(last_content, (size_t)len);
    RESULT(PpStringView) = last;
}

FUNCTION(prepare)
{
    if (ready.ptr == NULL) {
        ready = guest_text("prepared", 8);
    }
}

FUNCTION(prepared)
{
    RESULT(PpStringView) = ready;
}

FUNCTION(buffer)
{
    if (bytes.ptr == NULL) {
        bytes = guest_text("kept bytes", 10);
    }
    RESULT(PpBuffer) = (PpBuffer){(uint8_t *)bytes.ptr, bytes.len, bytes.len};
}

FUNCTION(forget)
{
    give_back(&kept);
    give_back(&last);
    give_back(&ready);
    give_back(&bytes);
}

CONTRACT("memory.Keeping", 1, 0, 0, text, intact, again, prepare, prepared, buffer, forget)
GUEST
