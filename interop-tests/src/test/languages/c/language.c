/*
 * demo.Language 1.0.0 in C. All languages of this folder have the same contract:
 *
 *   0 version() -> i32              1001, and 1002 in the second build
 *   1 add(a i32, b i64) -> i64
 *   2 greet(name StringView) -> StringView
 *   3 threads(n i32) -> i32         how many threads of the language have run and ended; 0 where it starts none
 */
#include <pthread.h>

#include "guest.h"

static void *count(void *ended)
{
    atomic_fetch_add((atomic_int *)ended, 1);
    return NULL;
}

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
    RESULT(PpStringView) = guest_joined(TEXT("C greets "), ARGUMENT(PpStringView));
}

FUNCTION(threads)
{
    atomic_int ended = 0;
    for (int32_t i = 0; i < ARGUMENT(int32_t); i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, count, &ended) == 0) {
            pthread_join(thread, NULL);
        }
    }
    RESULT(int32_t) = ended;
}

CONTRACT("demo.Language", 1, 0, 0, version, add, greet, threads)
GUEST
