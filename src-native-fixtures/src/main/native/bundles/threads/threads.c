/*
 * A guest that uses the host from a thread of its own: demo.Threads 1.0.0. Every function joins its thread.
 *
 *   0 work(rounds u32) -> u32              each round allocates, writes, logs (info, "threads", "round <n>") and frees;
 *                                          returns how many allocations succeeded
 *   1 add(a u32, b u32) -> u32             host.Greeter's add, called on the other thread; code 100 without it
 *   2 elsewhere() -> StringView            "made elsewhere", allocated through the host on the other thread
 */
#include <pthread.h>

#include "host_greeter.h"

static void run_on_a_thread(void *(*work)(void *), void *argument, PpAbiError *err)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, argument) != 0) {
        FAIL(PP_ERR_GENERIC, TEXT("no thread"));
        return;
    }
    pthread_join(thread, NULL);
}

static void *allocate_and_log(void *argument)
{
    uint32_t *rounds = argument;
    uint32_t done = 0;
    for (uint32_t i = 0; i < *rounds; i++) {
        char message[32];
        int len = snprintf(message, sizeof message, "round %u", i);
        uint8_t *block = guest_host->alloc(guest_host, 64, 8);
        if (block != NULL) {
            memset(block, 1, 64);
            guest_host->log(guest_host, PP_LOG_INFO, TEXT("threads"),
                            (PpStringView){(const uint8_t *)message, (size_t)len});
            guest_host->free(guest_host, block, 64, 8);
            done++;
        }
    }
    *rounds = done;
    return NULL;
}

FUNCTION(work)
{
    uint32_t rounds = ARGUMENT(uint32_t);
    run_on_a_thread(allocate_and_log, &rounds, err);
    RESULT(uint32_t) = rounds;
}

typedef struct Addition {
    const void *args;
    uint32_t sum;
    PpAbiError error;
} Addition;

static void *add_through_the_host(void *argument)
{
    Addition *addition = argument;
    call_greeter(find_greeter(), 1, addition->args, &addition->sum, &addition->error);
    return NULL;
}

FUNCTION(add)
{
    Addition addition = {args, 0, {0}};
    run_on_a_thread(add_through_the_host, &addition, err);
    if (addition.error.code != PP_OK) {
        *err = addition.error;
    }
    RESULT(uint32_t) = addition.sum;
}

static void *make_text(void *argument)
{
    *(PpStringView *)argument = guest_text("made elsewhere", 14);
    return NULL;
}

FUNCTION(elsewhere)
{
    run_on_a_thread(make_text, out, err);
}

CONTRACT("demo.Threads", 1, 0, 0, work, add, elsewhere)
GUEST
