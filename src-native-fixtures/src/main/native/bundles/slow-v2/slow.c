/* The build that answers 200. */
#define BUILD 200u
#include "slow_guest.h"
