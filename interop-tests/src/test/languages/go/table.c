#include <stdlib.h>

#include "guest.h"
#include "_cgo_export.h"

FUNCTION(version)
{
    RESULT(int32_t) = languageVersion();
}

FUNCTION(add)
{
    const struct { int32_t a; int64_t b; } *in = args;
    RESULT(int64_t) = languageAdd(in->a, in->b);
}

FUNCTION(greet)
{
    PpStringView name = ARGUMENT(PpStringView);
    size_t length = 0;
    char *text = languageGreet((char *)name.ptr, (int)name.len, &length);
    RESULT(PpStringView) = guest_text(text, length);
    free(text);
}

FUNCTION(threads)
{
    RESULT(int32_t) = languageThreads(ARGUMENT(int32_t));
}

CONTRACT("demo.Language", 1, 0, 0, version, add, greet, threads)
GUEST
