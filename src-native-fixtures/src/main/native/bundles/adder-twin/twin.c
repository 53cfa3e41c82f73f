/*
 * A second provider of test.add, written without guest.h as a stranger would: it is stateless, says the host's code of
 * success explicitly, and registers minor version 9. Its factory stamps an instance only when it gets no loader data, as
 * is right for native functions; they refuse an instance without the stamp (code 8).
 *
 *    0 add(a u32, b u32) -> u32                           wraps
 */
#include "polyplug_abi.h"

#define TEST_ADD 0x40244DF59FCBECB6u
#define VIEW(literal) {(const uint8_t *)(literal), sizeof(literal) - 1}

static void add(PpGuestContractInstance instance, const void *args, void *out, PpAbiError *err)
{
    const uint32_t *in = args;
    uint32_t sum = in[0] - (0u - in[1]);
    *(uint32_t *)out = sum;
    *err = (PpAbiError){instance.contract_id == TEST_ADD ? PP_OK : PP_ERR_INVALID_POINTER, {NULL, 0}};
}

static void create(PpVmLoaderData loader, const PpHostApi *host, const void *args, PpGuestContractInstance *out)
{
    (void)host;
    (void)args;
    *out = (PpGuestContractInstance){NULL, loader.data == NULL ? TEST_ADD : 0};
}

static void destroy(PpVmLoaderData loader, const PpHostApi *host, PpGuestContractInstance instance)
{
    (void)loader;
    (void)host;
    (void)instance;
}

static const void *const functions[] = {add};

static const PpGuestContractInterface interface_ = {
    .contract_id = TEST_ADD,
    .contract_version = {1, 9, 0},
    .dispatch_type = PP_DISPATCH_NATIVE,
    .create_instance = create,
    .destroy_instance = destroy,
    .dispatch.native = {1, functions},
};

PP_EXPORT uint32_t polyplug_abi_version(void)
{
    return 1;
}

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    static const PpPluginDescriptor descriptor = {VIEW("twin"), VIEW("test.add"), {1, 9, 0}};
    PpAbiError error = {PP_OK, {NULL, 0}};
    (void)context;
    host->register_guest_contract(host, &descriptor, &interface_, &error);
    return error;
}
