/* The build that answers 100. */
#define BUILD 100u
#include "slow_guest.h"
