/* Another version: it greets otherwise. */
#define GREETING "howdy "
#include "../calculator/calculator.c"
