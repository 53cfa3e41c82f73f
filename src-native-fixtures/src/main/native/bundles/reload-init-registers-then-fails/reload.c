/* Its init registers the contract and then fails. */
#define MARK_VERSION "1.1.0"
#define ANSWER 200u
#include "reload_guest.h"

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    PpAbiError error;
    guest_start(host, context);
    error = guest_register(host);
    return error.code != PP_OK ? error : (PpAbiError){257, TEXT("registered, then changed its mind")};
}
