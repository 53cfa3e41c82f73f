#define LARGE_VERSION 1
#include "large_guest.h"

GUEST
