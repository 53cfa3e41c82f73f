/*
 * A guest that changes the floating-point environment of the thread that calls it: demo.Floating 1.0.0.
 *
 *   0 add(i32, i32) -> i32        changes nothing
 *   1 flush() -> i32              sets flush-to-zero, on x86-64 with denormals-are-zero; 1
 *   2 round_up() -> i32           rounds upwards; 2
 *   3 unmask() -> i32             has divisions by zero trap; 3
 *   4 control() -> u32            the control bits as the thread brought them along
 *   5 flush_if(bool) -> i32       does what flush does, if so; 5
 *   6 flushed_text(string) -> string   its argument, with what flush does
 *   7 fail_flushed()              code 300, with what flush does
 *
 * A file "sets" in its folder names further code that does what flush does, as words: open (a constructor), version
 * (polyplug_abi_version), init, create, destroy, close (a destructor). All but init leave marks (marks.h), such as
 * "create <bits> ...", with the control bits found there.
 */
#define MARK_VERSION "1.0.0"

#include "guest.h"
#include "marks.h"

#if defined(__x86_64__)
#include <xmmintrin.h>

static uint32_t control_bits(void)
{
    return _mm_getcsr() & ~0x3fu;
}

static void set_bits(uint32_t set, uint32_t cleared)
{
    _mm_setcsr((_mm_getcsr() | set) & ~cleared);
}

#define FLUSH set_bits(0x8040, 0)
#define ROUND_UP set_bits(0x4000, 0)
#define UNMASK set_bits(0, 0x200)
#else
static uint32_t control_bits(void)
{
    uint64_t bits;
    __asm__ volatile("mrs %0, fpcr" : "=r"(bits));
    return (uint32_t)bits;
}

static void set_bits(uint64_t set)
{
    uint64_t bits = control_bits() | set;
    __asm__ volatile("msr fpcr, %0" : : "r"(bits));
}

#define FLUSH set_bits(1u << 24)
#define ROUND_UP set_bits(1u << 22)
#define UNMASK set_bits(1u << 9)
#endif

static bool sets(const char *what)
{
    char path[4200];
    char word[32];
    bool found = false;
    snprintf(path, sizeof path, "%s/sets", marks_folder);
    FILE *file = fopen(path, "r");
    while (file != NULL && !found && fscanf(file, "%31s", word) == 1) {
        found = strcmp(word, what) == 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    return found;
}

static void flush_where(const char *what)
{
    char event[32];
    snprintf(event, sizeof event, "%s %x", what, control_bits());
    leave_mark(event);
    if (sets(what)) {
        FLUSH;
    }
}

/* After the constructor of marks.h. */
__attribute__((constructor)) static void opened(void)
{
    flush_where("open");
}

/* Before the destructor of marks.h. */
__attribute__((destructor)) static void closing(void)
{
    flush_where("close");
}

FUNCTION(add)
{
    const struct { int32_t a; int32_t b; } *in = args;
    RESULT(int32_t) = in->a + in->b;
}

FUNCTION(flush)
{
    RESULT(int32_t) = 1;
    FLUSH;
}

FUNCTION(round_up)
{
    RESULT(int32_t) = 2;
    ROUND_UP;
}

FUNCTION(unmask)
{
    RESULT(int32_t) = 3;
    UNMASK;
}

FUNCTION(control)
{
    RESULT(uint32_t) = control_bits();
}

FUNCTION(flush_if)
{
    RESULT(int32_t) = 5;
    if (ARGUMENT(bool)) {
        FLUSH;
    }
}

FUNCTION(flushed_text)
{
    PpStringView text = ARGUMENT(PpStringView);
    RESULT(PpStringView) = guest_text(text.ptr, text.len);
    FLUSH;
}

FUNCTION(fail_flushed)
{
    FAIL(300, TEXT("failed, and flushes"));
    FLUSH;
}

static void create(PpVmLoaderData loader_data, const PpHostApi *host, const void *args, PpGuestContractInstance *out)
{
    guest_create(loader_data, host, args, out);
    flush_where("create");
}

static void destroy(PpVmLoaderData loader_data, const PpHostApi *host, PpGuestContractInstance instance)
{
    guest_destroy(loader_data, host, instance);
    flush_where("destroy");
}

CONTRACT("demo.Floating", 1, 0, 0, add, flush, round_up, unmask, control, flush_if, flushed_text, fail_flushed)

PP_EXPORT uint32_t polyplug_abi_version(void)
{
    flush_where("version");
    return PP_ABI_VERSION;
}

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    PpAbiError error;
    guest_start(host, context);
    guest_interface.create_instance = create;
    guest_interface.destroy_instance = destroy;
    error = guest_register(host);
    if (sets("init")) {
        FLUSH;
    }
    return error;
}
