/*
 * The host contract that several guests call: host.Greeter 1.0.0, implemented by Java.
 *
 *   0 greet(name StringView) -> StringView
 *   1 add(a u32, b u32) -> u32
 *   2 fail() -> void                            expected to fail
 *   3 nest(name StringView) -> StringView       expected to call the guest again
 */
#ifndef HOST_GREETER_H
#define HOST_GREETER_H

#include "guest.h"

#define GREETER_ID guest_id("host_contract:", "host.Greeter", 1)
#define GREETER_VERSION (1u << 16 | 0u)

typedef struct Greeter {
    PpHostContractInstance instance;
    const PpHostContractInterface *table;
} Greeter;

static UNUSED Greeter find_greeter(void)
{
    Greeter greeter;
    greeter.instance = guest_host->get_host_contract(guest_host, GREETER_ID, GREETER_VERSION);
    greeter.table = guest_host->resolve_host_contract_interface(guest_host, GREETER_ID, GREETER_VERSION);
    return greeter;
}

/* As generated guests do: null data or no table is code 100, a function beyond the table is code 6. */
static UNUSED void call_greeter(Greeter greeter, uint32_t function, const void *args, void *out, PpAbiError *err)
{
    if (greeter.instance.data == NULL || greeter.table == NULL) {
        *err = (PpAbiError){PP_ERR_HOST_CONTRACT_NOT_FOUND, TEXT("host.Greeter was not found")};
    }
    else if (greeter.table->dispatch_type != PP_DISPATCH_NATIVE) {
        *err = (PpAbiError){PP_ERR_HOST_CONTRACT_CALL_FAILED, TEXT("host.Greeter has no native table")};
    }
    else if (function >= greeter.table->dispatch.native.function_count) {
        *err = (PpAbiError){PP_ERR_FUNCTION_NOT_AVAILABLE, TEXT("host.Greeter has too few functions")};
    }
    else {
        ((PpHostFn)greeter.table->dispatch.native.functions[function])(greeter.instance, args, out, err);
    }
}

#endif
