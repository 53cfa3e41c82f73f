/* Broken on purpose: shows that a build which cannot start leaves the one before it serving. */
#define FILTER_NAME "Broken"
#define FILTER_VERSION "1.3.0"
#include "filter_guest.h"

static void filter(const Pixel *in, Pixel *out, uint32_t width, uint32_t height)
{
    memcpy(out, in, (size_t)width * height * sizeof(Pixel));
}

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    static const void *volatile colour_table = NULL;
    guest_start(host, context);
    if (colour_table == NULL) {
        return (PpAbiError){256, TEXT("this build of the filter is broken on purpose: its colour table is missing, so it "
                                      "refuses to start")};
    }
    return guest_register(host);
}
