/* Another version of bench.Measured 1.0.0: it greets otherwise. */
#define GREETING "howdy "
#include "../measured/measured.c"
