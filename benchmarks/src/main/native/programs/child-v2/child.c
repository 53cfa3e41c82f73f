/* Another version: it greets otherwise. */
#define GREETING "howdy "
#include "../child/child.c"
