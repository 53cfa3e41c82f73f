/* Its factory returns without writing an instance. */
#define MARK_VERSION "1.1.0"
#define ANSWER 200u
#include "reload_guest.h"

static void create_nothing(UNUSED PpVmLoaderData loader_data, UNUSED const PpHostApi *host, UNUSED const void *args,
                           UNUSED PpGuestContractInstance *out)
{
}

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    guest_interface.create_instance = create_nothing;
    return guest_register(host);
}
