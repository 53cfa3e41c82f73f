/*
 * An engine, as upstream's libpolyplug_lua.so is one: it makes inner runtimes, and loads a script into each. It runs no
 * Lua: whatever the script, it provides demo.Machine 1.0.0, in C. One thread at a time may be in a machine, and hold
 * fails if a second one is.
 *
 *   0 add(i32, i32) -> i32
 *   8 hold(entered Ptr, release Ptr) -> u32   sets *entered to 1, waits until *release is not 0, returns 1; code 300 if
 *                                             another thread is in the machine
 */
#include <stdlib.h>

#include "hold.h"

typedef struct Machine {
    PpHostApi host; /* the host writes its own functions over it before it loads the script */
    PpGuestContractInterface script;
    atomic_int inside;
} Machine;

static void run(Machine *machine, uint32_t function, const void *args, void *out, PpAbiError *err)
{
    if (atomic_fetch_add(&machine->inside, 1) != 0) {
        FAIL(300, TEXT("another thread is in the machine"));
    }
    else if (function == 0) {
        const struct { int32_t a; int32_t b; } *in = args;
        RESULT(int32_t) = in->a + in->b;
    }
    else if (function == 8) {
        wait_for_release(args);
        RESULT(uint32_t) = 1;
    }
    else {
        FAIL(PP_ERR_FUNCTION_NOT_AVAILABLE, NO_TEXT);
    }
    atomic_fetch_sub(&machine->inside, 1);
}

static void call(PpVmLoaderData loader_data, UNUSED PpGuestContractInstance instance, uint32_t function, const void *args,
                 void *out, UNUSED PpCallArena *arena, PpAbiError *err)
{
    run(loader_data.data, function, args, out, err);
}

static void create(PpVmLoaderData loader_data, UNUSED const PpHostApi *host, UNUSED const void *args,
                   PpGuestContractInstance *out)
{
    *out = (PpGuestContractInstance){loader_data.data, ((Machine *)loader_data.data)->script.contract_id};
}

static void destroy(UNUSED PpVmLoaderData loader_data, UNUSED const PpHostApi *host,
                    UNUSED PpGuestContractInstance instance)
{
}

static void load_script(const PpHostApi *self, UNUSED const uint8_t *path, UNUSED size_t path_len, PpAbiError *err)
{
    Machine *machine = (Machine *)self;
    machine->script = (PpGuestContractInterface){
        .contract_version = {1, 0, 0},
        .dispatch_type = PP_DISPATCH_VM,
        .create_instance = create,
        .destroy_instance = destroy,
        .dispatch.vm = {call, {machine}},
    };
    *err = guest_register_interface(self, "demo.Machine", &machine->script);
}

static void unload_script(UNUSED const PpHostApi *self, UNUSED PpBundleId bundle, UNUSED PpAbiError *err)
{
}

static void take_loader(UNUSED const PpHostApi *self, UNUSED void *loader, UNUSED PpAbiError *err)
{
}

static size_t take_last_error(UNUSED const PpHostApi *self, UNUSED uint8_t *buf, UNUSED size_t buf_len)
{
    return 0;
}

static size_t last_error_len(UNUSED const PpHostApi *self)
{
    return 0;
}

PP_EXPORT const PpHostApi *polyplug_runtime_create(UNUSED const PpRuntimeConfig *config)
{
    Machine *machine = calloc(1, sizeof *machine);
    if (machine == NULL) {
        return NULL;
    }
    machine->host.load_bundle = load_script;
    machine->host.unload_bundle = unload_script;
    machine->host.register_loader = take_loader;
    machine->host.get_last_error = take_last_error;
    machine->host.get_error_len = last_error_len;
    return &machine->host;
}

PP_EXPORT void polyplug_runtime_destroy(const PpHostApi *runtime)
{
    free((void *)runtime);
}

PP_EXPORT void *polyplug_lua_loader_create(UNUSED const void *config)
{
    static int loader;
    return &loader;
}
