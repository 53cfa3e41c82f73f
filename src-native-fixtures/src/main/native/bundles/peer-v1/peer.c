/* The build 100. */
#define MARK_VERSION "1.0.0"
#define BUILD 100u
#include "peer_guest.h"

GUEST
