/* The build 200. */
#define MARK_VERSION "1.1.0"
#define BUILD 200u
#include "peer_guest.h"

GUEST
