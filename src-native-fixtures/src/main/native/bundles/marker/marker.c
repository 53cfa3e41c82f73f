/* Build 1. */
#define BUILD 1u
#define MARK_VERSION "1.0.0"
#include "marker_guest.h"
