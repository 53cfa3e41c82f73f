/* Build 200. */
#define BUILD 200u
#define MARK_VERSION "1.1.0"
#include "offering_guest.h"
