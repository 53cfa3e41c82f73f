/* Registers a table without a factory; its init returns the host's error. */
#define MARK_VERSION "1.1.0"
#define ANSWER 200u
#include "reload_guest.h"

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    guest_interface.create_instance = NULL;
    return guest_register(host);
}
