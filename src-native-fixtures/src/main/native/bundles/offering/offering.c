/* Build 100. */
#define BUILD 100u
#define MARK_VERSION "1.0.0"
#include "offering_guest.h"
