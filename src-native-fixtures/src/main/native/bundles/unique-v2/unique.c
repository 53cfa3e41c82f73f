/* Build 200. */
#define BUILD 200u
#include "unique_guest.h"
