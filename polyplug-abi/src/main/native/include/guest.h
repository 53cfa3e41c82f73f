/*
 * For bundles in C (C11, GCC or Clang): a bundle's source shows its own functions and little else.
 *
 *     FUNCTION(add)                                              one function of the contract
 *     {
 *         const struct { uint32_t a; uint32_t b; } *in = args;
 *         RESULT(uint32_t) = in->a + in->b;
 *     }
 *     CONTRACT("demo.Adder", 1, 0, 0, add)                       its functions in the order of their ids
 *     GUEST                                                      the two symbols that the host looks up
 *
 * Arguments are one struct, in the order of the contract; the result, if there is one, goes to RESULT(its type). A function
 * fails with FAIL(code, TEXT("why")), its own codes begin at 256 (PP_ERR_FIRST_PLUGIN_DEFINED); one that succeeds leaves
 * *err untouched. Text and buffers that it returns are made with guest_text, guest_buffer or guest_joined, in memory of the
 * host, which frees them once it has copied them; or they live as long as the library does, as TEXT("...") does.
 *
 * One source file, one contract. A bundle that does something unusual at its start writes polyplug_init itself, out of
 * guest_start and guest_register. Functions refuse an instance that is not alive, so a host that calls on a destroyed
 * instance is found out.
 */
#ifndef GUEST_H
#define GUEST_H

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "polyplug_abi.h"
#include "polyplug_id.h"

#define UNUSED __attribute__((unused))

/* ------------------------------------------------------------------ text */

#define TEXT(literal) ((PpStringView){(const uint8_t *)(literal), sizeof(literal) - 1})
#define NO_TEXT ((PpStringView){NULL, 0})

/* ------------------------------------------------------------- the host */

static UNUSED const PpHostApi *guest_host;
static UNUSED uint64_t guest_bundle_id;
static UNUSED char guest_path[4096];

static UNUSED void guest_start(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_host = host;
    guest_bundle_id = context->bundle_id;
    snprintf(guest_path, sizeof guest_path, "%.*s", (int)context->bundle_path.len,
             (const char *)context->bundle_path.ptr);
}

/* A copy in memory of the host; the null view when there is none. */
static UNUSED PpStringView guest_text(const void *bytes, size_t len)
{
    uint8_t *copy = guest_host->alloc(guest_host, len, 1);
    if (copy == NULL) {
        return NO_TEXT;
    }
    memcpy(copy, bytes, len);
    return (PpStringView){copy, len};
}

static UNUSED PpBuffer guest_buffer(const void *bytes, size_t len)
{
    PpStringView copy = guest_text(bytes, len);
    return (PpBuffer){(uint8_t *)copy.ptr, copy.len, copy.len};
}

/* Both texts, one behind the other, in memory of the host. */
static UNUSED PpStringView guest_joined(PpStringView first, PpStringView second)
{
    size_t len = first.len + second.len;
    uint8_t *copy = guest_host->alloc(guest_host, len, 1);
    if (copy == NULL) {
        return NO_TEXT;
    }
    memcpy(copy, first.ptr, first.len);
    if (second.len > 0) {
        memcpy(copy + first.len, second.ptr, second.len);
    }
    return (PpStringView){copy, len};
}

/* ------------------------------------------------------------------- ids */

/* The id of, for example, "guest_contract:" + "demo.Adder" + "@1". */
static UNUSED uint64_t guest_id(const char *kind, const char *name, uint32_t major)
{
    char suffix[12];
    snprintf(suffix, sizeof suffix, "@%u", major);
    return pp_fnv1a(pp_fnv1a(pp_fnv1a(PP_FNV1A, kind), name), suffix);
}

/* ------------------------------------------------------------- instances */

#define GUEST_INSTANCES 1024

static UNUSED atomic_uint guest_instances[GUEST_INSTANCES]; /* 1 while alive */
static UNUSED PpGuestContractInterface guest_interface;

static UNUSED void guest_create(UNUSED PpVmLoaderData loader_data, UNUSED const PpHostApi *host,
                                UNUSED const void *args, PpGuestContractInstance *out)
{
    for (size_t i = 0; i < GUEST_INSTANCES; i++) {
        unsigned expected = 0;
        if (atomic_compare_exchange_strong(&guest_instances[i], &expected, 1)) {
            *out = (PpGuestContractInstance){&guest_instances[i], guest_interface.contract_id};
            return;
        }
    }
}

static UNUSED void guest_destroy(UNUSED PpVmLoaderData loader_data, UNUSED const PpHostApi *host,
                                 PpGuestContractInstance instance)
{
    if (instance.data != NULL) {
        atomic_store((atomic_uint *)instance.data, 0);
    }
}

static UNUSED bool guest_alive(PpGuestContractInstance instance, PpAbiError *err)
{
    if (instance.data != NULL && instance.contract_id == guest_interface.contract_id
        && atomic_load((atomic_uint *)instance.data) == 1) {
        return true;
    }
    *err = (PpAbiError){PP_ERR_INVALID_POINTER, TEXT("called on an instance that is not alive")};
    return false;
}

/* ------------------------------------------------------------- functions */

#define FUNCTION(name)                                                                                      \
    static void name##_body(const void *args, void *out, PpAbiError *err);                                  \
    static void name(PpGuestContractInstance instance, const void *args, void *out, PpAbiError *err)        \
    {                                                                                                       \
        if (guest_alive(instance, err)) {                                                                   \
            name##_body(args, out, err);                                                                    \
        }                                                                                                   \
    }                                                                                                       \
    static void name##_body(UNUSED const void *args, UNUSED void *out, UNUSED PpAbiError *err)

/* The argument of a function that has one. */
#define ARGUMENT(type) (*(type const *)args)
#define RESULT(type) (*(type *)out)
#define FAIL(error_code, text) (*err = (PpAbiError){(error_code), (text)})

/* ------------------------------------------------------ what is exported */

#define CONTRACT(name, major, minor, patch, ...)                                                            \
    static const char *const guest_contract = name;                                                         \
    static const void *const guest_functions[] = {__VA_ARGS__};                                             \
    static PpGuestContractInterface guest_interface = {                                                     \
        .contract_version = {major, minor, patch},                                                          \
        .dispatch_type = PP_DISPATCH_NATIVE,                                                                \
        .create_instance = guest_create,                                                                    \
        .destroy_instance = guest_destroy,                                                                  \
        .dispatch.native = {sizeof guest_functions / sizeof *guest_functions, guest_functions},             \
    };                                                                                                      \
    static UNUSED PpAbiError guest_register(const PpHostApi *host)                                          \
    {                                                                                                       \
        return guest_register_interface(host, guest_contract, &guest_interface);                            \
    }

static UNUSED PpAbiError guest_register_interface(const PpHostApi *host, const char *contract,
                                                  PpGuestContractInterface *interface_)
{
    PpStringView name = {(const uint8_t *)contract, strlen(contract)};
    PpPluginDescriptor descriptor = {name, name, interface_->contract_version};
    PpAbiError error = {0};
    interface_->contract_id = guest_id("guest_contract:", contract, interface_->contract_version.major);
    host->register_guest_contract(host, &descriptor, interface_, &error);
    return error;
}

#define GUEST_ABI_VERSION                                                                                   \
    PP_EXPORT uint32_t polyplug_abi_version(void)                                                           \
    {                                                                                                       \
        return PP_ABI_VERSION;                                                                              \
    }

#define GUEST_INIT                                                                                          \
    PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)           \
    {                                                                                                       \
        guest_start(host, context);                                                                         \
        return guest_register(host);                                                                        \
    }

#define GUEST GUEST_ABI_VERSION GUEST_INIT

#endif
