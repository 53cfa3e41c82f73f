/* Its init fails with a message. */
#define MARK_VERSION "1.1.0"
#define ANSWER 200u
#include "reload_guest.h"

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(UNUSED const PpHostApi *host, UNUSED const PpBundleInitContext *context)
{
    return (PpAbiError){256, TEXT("the licence file is missing")};
}
