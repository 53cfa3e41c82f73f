/*
 * The builds of bundle "slow", whose calls last as long as the test wants: demo.Slow 1.0.0. Flags are 32-bit integers in
 * memory of the test; a null pointer is not written to. A build defines BUILD.
 *
 * Its factory waits as function 1 does when the maker of an instance gives it two such flags as args.
 *
 *   0 nap(millis u32) -> u32                            sleeps, returns millis
 *   1 hold(entered Ptr, release Ptr) -> u32             sets *entered to 1, waits until *release is not 0, returns BUILD
 *   2 version() -> u32                                  BUILD
 *   3 hold_text(entered Ptr, release Ptr) -> StringView as 1, but returns "held by BUILD", allocated through the host
 *                                                       before the wait
 */
#ifndef SLOW_GUEST_H
#define SLOW_GUEST_H

#include "guest.h"
#include "hold.h"

FUNCTION(nap)
{
    sleep_millis(ARGUMENT(uint32_t));
    RESULT(uint32_t) = ARGUMENT(uint32_t);
}

FUNCTION(hold)
{
    wait_for_release(args);
    RESULT(uint32_t) = BUILD;
}

FUNCTION(version)
{
    RESULT(uint32_t) = BUILD;
}

FUNCTION(hold_text)
{
    char text[32];
    int len = snprintf(text, sizeof text, "held by %u", BUILD);
    PpStringView answer = guest_text(text, (size_t)len);
    wait_for_release(args);
    RESULT(PpStringView) = answer;
}

CONTRACT("demo.Slow", 1, 0, 0, nap, hold, version, hold_text)

static void create_held(PpVmLoaderData loader_data, const PpHostApi *host, const void *args,
                        PpGuestContractInstance *out)
{
    if (args != NULL) {
        wait_for_release(args);
    }
    guest_create(loader_data, host, NULL, out);
}

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    guest_interface.create_instance = create_held;
    return guest_register(host);
}

#endif
