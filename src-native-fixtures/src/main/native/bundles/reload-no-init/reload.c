/* Exports no polyplug_init. */
#define MARK_VERSION "1.1.0"
#define ANSWER 200u
#include "reload_guest.h"

GUEST_ABI_VERSION
