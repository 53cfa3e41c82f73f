/* demo.Language 1.0.0 in C with OpenMP, whose runtime keeps its threads for the next region; see c/language.c. */
#include <omp.h>

#include "guest.h"

FUNCTION(version)
{
    RESULT(int32_t) = 1001;
}

FUNCTION(add)
{
    const struct { int32_t a; int64_t b; } *in = args;
    RESULT(int64_t) = in->a + in->b;
}

FUNCTION(greet)
{
    RESULT(PpStringView) = guest_joined(TEXT("OpenMP greets "), ARGUMENT(PpStringView));
}

FUNCTION(threads)
{
    int32_t ran = 0;
#pragma omp parallel num_threads(ARGUMENT(int32_t)) reduction(+ : ran)
    ran = 1;
    RESULT(int32_t) = ran;
}

CONTRACT("demo.Language", 1, 0, 0, version, add, greet, threads)
GUEST
