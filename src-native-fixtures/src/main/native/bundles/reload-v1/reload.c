/* The version that answers 100. */
#define MARK_VERSION "1.0.0"
#define ANSWER 100u
#include "reload_guest.h"

GUEST
