/* Registers the contract without any function, and its manifest says so. */
#define MARK_VERSION "1.1.0"
#define ANSWER 200u
#include "reload_guest.h"

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    guest_interface.dispatch.native = (PpNativeDispatch){0, NULL};
    return guest_register(host);
}
