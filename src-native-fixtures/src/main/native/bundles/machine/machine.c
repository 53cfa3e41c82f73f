/*
 * A guest that is a virtual machine: demo.Machine 1.0.0, dispatch type 1. What it returns lies in the caller's arena, or in
 * memory of the host where none is given.
 *
 *   0 add(i32, i32) -> i32
 *   1 greet(string) -> string           "Hello, <name>"
 *   2 fill(u32 n) -> buffer             n bytes 0xAB
 *   3 arena_given() -> bool             false: a scalar needs none
 *   4 fail(string)                      code 300 with this text
 *   5 counted(string) -> {u32, string}  its length and itself
 *   6 mode(u32) -> enum u32             whether an arena came with it: 1 if so, else 0
 *   7 loader_data() -> u64              what the host passed
 */
#include "call_arena.h"

#define LOADER_DATA ((void *)(uintptr_t)0x5ca1ab1e)

static atomic_int created;

static void *place(PpCallArena *arena, size_t size, size_t align)
{
    return (arena != NULL) ? arena_alloc(arena, size, align) : guest_host->alloc(guest_host, size, align);
}

static PpStringView text_in(PpCallArena *arena, const char *prefix, PpStringView text)
{
    size_t head = strlen(prefix);
    uint8_t *copy = place(arena, head + text.len, 1);
    if (copy == NULL) {
        return NO_TEXT;
    }
    memcpy(copy, prefix, head);
    if (text.len > 0) {
        memcpy(copy + head, text.ptr, text.len);
    }
    return (PpStringView){copy, head + text.len};
}

static void call(PpVmLoaderData loader_data, PpGuestContractInstance instance, uint32_t function, const void *args,
                 void *out, PpCallArena *arena, PpAbiError *err)
{
    if (loader_data.data != LOADER_DATA || instance.data != &created) {
        FAIL(PP_ERR_INVALID_POINTER, TEXT("called without loader data or instance"));
        return;
    }
    switch (function) {
    case 0: {
        const struct { int32_t a; int32_t b; } *in = args;
        RESULT(int32_t) = in->a + in->b;
        break;
    }
    case 1:
        RESULT(PpStringView) = text_in(arena, "Hello, ", ARGUMENT(PpStringView));
        break;
    case 2: {
        size_t len = ARGUMENT(uint32_t);
        uint8_t *bytes = place(arena, len, 1);
        memset(bytes, 0xAB, len);
        RESULT(PpBuffer) = (PpBuffer){bytes, len, len};
        break;
    }
    case 3:
        RESULT(bool) = arena != NULL;
        break;
    case 4:
        FAIL(300, text_in(arena, "", ARGUMENT(PpStringView)));
        break;
    case 5: {
        struct { uint32_t length; PpStringView text; } *counted = out;
        counted->length = (uint32_t)ARGUMENT(PpStringView).len;
        counted->text = text_in(arena, "", ARGUMENT(PpStringView));
        break;
    }
    case 6:
        RESULT(uint32_t) = arena != NULL;
        break;
    case 7:
        RESULT(uint64_t) = (uint64_t)(uintptr_t)loader_data.data;
        break;
    default:
        FAIL(PP_ERR_FUNCTION_NOT_AVAILABLE, NO_TEXT);
    }
}

static void create(PpVmLoaderData loader_data, UNUSED const PpHostApi *host, UNUSED const void *args,
                   PpGuestContractInstance *out)
{
    if (loader_data.data == LOADER_DATA) {
        atomic_fetch_add(&created, 1);
        *out = (PpGuestContractInstance){&created, guest_id("guest_contract:", "demo.Machine", 1)};
    }
}

static void destroy(UNUSED PpVmLoaderData loader_data, UNUSED const PpHostApi *host,
                    UNUSED PpGuestContractInstance instance)
{
    atomic_fetch_sub(&created, 1);
}

static PpGuestContractInterface machine = {
    .contract_version = {1, 0, 0},
    .dispatch_type = PP_DISPATCH_VM,
    .create_instance = create,
    .destroy_instance = destroy,
    .dispatch.vm = {call, {LOADER_DATA}},
};

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    return guest_register_interface(host, "demo.Machine", &machine);
}
