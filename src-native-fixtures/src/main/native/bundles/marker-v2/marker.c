/* Build 2. */
#define BUILD 2u
#define MARK_VERSION "1.1.0"
#include "marker_guest.h"
