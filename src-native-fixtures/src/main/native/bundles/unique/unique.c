/* Build 100. */
#define BUILD 100u
#include "unique_guest.h"
