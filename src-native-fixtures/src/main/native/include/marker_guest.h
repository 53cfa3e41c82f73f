/*
 * The builds of bundle "marker": demo.Marker 1.0.0. Beside the marks of marks.h it leaves "destroyed <version> <folder>"
 * when its instance is destroyed. A build defines BUILD and MARK_VERSION.
 *
 *   0 version() -> u32                        BUILD
 *   1 mark_to(file StringView) -> void        from now on marks go to this file
 */
#ifndef MARKER_GUEST_H
#define MARKER_GUEST_H

#include "guest.h"
#include "marks.h"

FUNCTION(version)
{
    RESULT(uint32_t) = BUILD;
}

FUNCTION(mark_to)
{
    PpStringView file = ARGUMENT(PpStringView);
    snprintf(marks_file, sizeof marks_file, "%.*s", (int)file.len, (const char *)file.ptr);
}

static void destroy_with_mark(PpVmLoaderData loader_data, const PpHostApi *host, PpGuestContractInstance instance)
{
    guest_destroy(loader_data, host, instance);
    leave_mark("destroyed");
}

CONTRACT("demo.Marker", 1, 0, 0, version, mark_to)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    guest_interface.destroy_instance = destroy_with_mark;
    return guest_register(host);
}

#endif
