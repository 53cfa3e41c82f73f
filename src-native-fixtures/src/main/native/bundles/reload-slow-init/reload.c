/* Takes half a second for its init; answers 400. */
#define MARK_VERSION "1.1.0"
#define ANSWER 400u
#include <time.h>

#include "reload_guest.h"

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    struct timespec half_a_second = {0, 500000000};
    guest_start(host, context);
    nanosleep(&half_a_second, NULL);
    return guest_register(host);
}
