/*
 * A guest with a thread-local that has a destructor, as C++ and Rust have them: demo.ThreadLocal 1.0.0. The C library
 * keeps the library mapped while a thread lives that touched it.
 *
 *   0 touch() -> void           registers the destructor for the calling thread
 *   1 ended() -> u32            how many threads that touched it have ended
 */
#include "guest.h"

extern int __cxa_thread_atexit_impl(void (*destructor)(void *), void *object, void *library);
extern __attribute__((visibility("hidden"))) void *__dso_handle;

static _Thread_local bool touched;
static atomic_uint threads_ended;

static void destroy(UNUSED void *object)
{
    atomic_fetch_add(&threads_ended, 1);
}

FUNCTION(touch)
{
    if (!touched) {
        touched = true;
        __cxa_thread_atexit_impl(destroy, NULL, &__dso_handle);
    }
}

FUNCTION(ended)
{
    RESULT(uint32_t) = atomic_load(&threads_ended);
}

CONTRACT("demo.ThreadLocal", 1, 0, 0, touch, ended)
GUEST
