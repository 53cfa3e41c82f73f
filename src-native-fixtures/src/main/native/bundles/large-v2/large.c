#define LARGE_VERSION 2
#include "large_guest.h"

GUEST
