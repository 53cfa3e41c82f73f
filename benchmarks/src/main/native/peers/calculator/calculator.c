/* What polyplug's peers replace where they replace native code: the functions of bench.Measured that it is about, bare. */
#include <stdint.h>
#include <stdio.h>

#ifndef GREETING
#define GREETING "hello "
#endif

#define EXPORT __attribute__((visibility("default")))

EXPORT int64_t add(int32_t a, int64_t b);
EXPORT const char *greet(const char *name);

int64_t add(int32_t a, int64_t b)
{
    return a + b;
}

/* Valid until the thread greets again. */
const char *greet(const char *name)
{
    static _Thread_local char answer[128];
    snprintf(answer, sizeof answer, GREETING "%s", name);
    return answer;
}
