/* Provides reload.test 1.3.0; answers 600. */
#define MARK_VERSION "1.1.0"
#define ANSWER 600u
#define MINOR 3
#include "reload_guest.h"

GUEST
