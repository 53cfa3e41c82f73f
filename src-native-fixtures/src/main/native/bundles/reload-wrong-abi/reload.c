/* Built for another ABI. */
#define MARK_VERSION "1.1.0"
#define ANSWER 200u
#include "reload_guest.h"

PP_EXPORT uint32_t polyplug_abi_version(void)
{
    return 2;
}

GUEST_INIT
