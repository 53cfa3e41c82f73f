/*
 * A guest that calls each of the 21 functions of HostApi as a test asks it to: demo.HostApi 1.0.0. Its manifest declares
 * a dependency on reload.test.
 *
 * "packed" is a handle as generation << 32 | index, all ones for the null handle's index. "outcome" is an error code,
 * with bit 32 set when a message came with it. Before every call that has an out_err, it is filled with code 0xBAD, so
 * an outcome of 0xBAD is one that the host did not write.
 *
 * Registering, cases of 0, 1 and 2: 0 own contract again, 1 null descriptor, 2 null interface, 3 no create_instance,
 * 4 no destroy_instance, 5 functions null though counted, 6 a null entry, 7 VM dispatch without call, 8 empty contract
 * name, 9 contract name not UTF-8, 10 dispatch type 7, 11 descriptor name not UTF-8, 12 own id under another name,
 * 13 null self, 14 null contract name, 15 a second contract, demo.HostApi.Extra 1.0.0, 16 own contract again without
 * out_err (outcome 0). Cases 3 to 14 register demo.HostApi.Bad.
 *
 *    0 registered_in_init(case u32) -> u64         outcome remembered from init, all cases but 15
 *    1 register_now(case u32) -> u64               outcome
 *    2 register_host(case u32) -> u64              outcome: 0 host contract guest.Made 1.0.0 with no functions, 1 the
 *                                                  same again, 2 null interface, 3 no create_instance, 4 functions null
 *                                                  though counted, 5 null self
 *    3 allocate(size u64, align u64) -> Ptr        all bytes written
 *    4 allocate_without_self(size u64, align u64) -> Ptr
 *    5 release(block Ptr, size u64, align u64) -> void
 *    6 release_without_self(block Ptr, size u64, align u64) -> void
 *    7 find(contract u64, major u32) -> u64        packed
 *    8 find_all(contract u64, major u32) -> Buffer 8 bytes a handle; the host's array is freed
 *    9 resolve(packed u64) -> Ptr
 *   10 get_host(contract u64, version u32) -> Ptr  the instance's data
 *   11 resolve_host(contract u64, version u32) -> Ptr
 *   12 list_bundles() -> Buffer                    8 bytes an id
 *   13 dependencies() -> Buffer                    24 bytes each
 *   14 dependencies_in_init() -> Buffer            what the host answered during init
 *   15 load(path StringView) -> u64                outcome
 *   16 reload(path StringView) -> u64              outcome
 *   17 unload(bundle u64) -> u64                   outcome
 *   18 register_loader(loader Ptr) -> u64          outcome
 *   19 last_error(capacity u32) -> Buffer          what arrived in a buffer of that size, at most 4000
 *   20 last_error_nowhere() -> u64                 get_last_error with a null buffer
 *   21 error_len() -> u64
 *   22 log_text(level u32, scope StringView, message StringView) -> void
 *   23 log_nothing(level u32) -> void              two null views
 *   24 call_peer(packed u64, function u32) -> u32  create_guest_instance, the function without arguments,
 *                                                  destroy_guest_instance; code 5 when the handle is stale
 *   25 hold_peer(packed u64) -> Ptr                creates an instance and keeps it; its data; this guest's own
 *                                                  destroy_instance destroys it
 *   26 drop_peer() -> bool                         destroys what 25 keeps; false when it keeps none
 *   27 create_badly(case u32) -> Ptr               data after: 0 null self, 1 null interface, 2 both; it was 1 before
 *   28 destroy_badly(case u32) -> void             0 null self, 1 null interface, 2 a null instance of the own interface
 *   29 revision() -> u64
 *   30 without_self(function u32) -> u64           the function at that place of HostApi, counted from 1, with null self:
 *                                                  1 outcome, 2 address, 3 nothing, 4 packed, 5 len, 6 address, 7 data,
 *                                                  8 address, 9 len, 10 len, 11 outcome, 12 outcome, 13 outcome,
 *                                                  14 outcome, 15 result, 16 result, 17 outcome, 18 nothing, 19 data,
 *                                                  20 nothing, 21 address; "nothing" is 0
 *   31 bundle_path() -> StringView                 what init was given
 *   32 bundle_id() -> u64                          what init was given
 *   33 bad_path(case u32) -> u64                   outcome: 0 load null, 1 reload null, 2 load not UTF-8, 3 reload not
 *                                                  UTF-8, 4 load without out_err (outcome 0)
 *   34 found_in_init(case u32) -> u64              packed: 0 reload.test, 1 demo.Everything, 2 own, after registering
 *   35 array_align(case u32) -> u64                align of an array: 0 find_all of an unknown id, 1 list_bundles,
 *                                                  2 get_dependencies
 *   36 table(field u32) -> Ptr                     0 HostApi itself, 1 runtime, 2 reserved
 *   37 all_in_init(case u32) -> u64                as 34, number of handles of find_all_guest_contracts
 */
#include "guest.h"

#define CASES 17
#define UNWRITTEN ((PpAbiError){0xBAD, NO_TEXT})
#define NOT_UTF_8 TEXT("bad \xff\xfe name")

static uint64_t outcome(PpAbiError error)
{
    return error.code | (uint64_t)(error.message.ptr != NULL) << 32;
}

static uint64_t packed(PpGuestContractHandle handle)
{
    return (uint64_t)handle.generation << 32 | handle.index;
}

static PpGuestContractHandle unpacked(uint64_t value)
{
    return (PpGuestContractHandle){(uint32_t)value, (uint32_t)(value >> 32)};
}

static uint64_t address(const void *pointer)
{
    return (uintptr_t)pointer;
}

/* The array's bytes in a block that this guest returns; the array goes back to the host. */
static PpBuffer taken(PpArray array, size_t element)
{
    PpBuffer copy = guest_buffer(array.items, array.len * element);
    if (array.items != NULL) {
        guest_host->free(guest_host, array.items, array.len * element, array.align);
    }
    return copy;
}

/* ----------------------------------------------------------- registering */

static uint64_t outcomes_of_init[CASES];

static const PpGuestContractInterface *own_interface(void);

static void unused_function(UNUSED PpGuestContractInstance instance, UNUSED const void *args, UNUSED void *out,
                            UNUSED PpAbiError *err)
{
}

static uint64_t register_case(const PpHostApi *host, uint32_t which)
{
    static const void *const good_functions[] = {unused_function};
    static const void *const null_functions[] = {NULL};
    PpPluginDescriptor own = {TEXT("hostapi"), TEXT("demo.HostApi"), {1, 0, 0}};
    PpPluginDescriptor bad = {TEXT("hostapi"), TEXT("demo.HostApi.Bad"), {1, 0, 0}};
    PpPluginDescriptor extra = {TEXT("hostapi"), TEXT("demo.HostApi.Extra"), {1, 0, 0}};
    PpGuestContractInterface table = *own_interface();
    PpAbiError error = UNWRITTEN;
    table.contract_id = guest_id("guest_contract:", "demo.HostApi.Bad", 1);
    table.dispatch.native = (PpNativeDispatch){1, good_functions};
    switch (which) {
    case 0:
        host->register_guest_contract(host, &own, own_interface(), &error);
        return outcome(error);
    case 1:
        host->register_guest_contract(host, NULL, own_interface(), &error);
        return outcome(error);
    case 2:
        host->register_guest_contract(host, &bad, NULL, &error);
        return outcome(error);
    case 3:
        table.create_instance = NULL;
        break;
    case 4:
        table.destroy_instance = NULL;
        break;
    case 5:
        table.dispatch.native.functions = NULL;
        break;
    case 6:
        table.dispatch.native.functions = null_functions;
        break;
    case 7:
        table.dispatch_type = PP_DISPATCH_VM;
        table.dispatch.vm = (PpVmDispatch){NULL, {NULL}};
        break;
    case 8:
        bad.contract_name = (PpStringView){(const uint8_t *)"", 0};
        break;
    case 9:
        bad.contract_name = NOT_UTF_8;
        break;
    case 10:
        table.dispatch_type = 7;
        break;
    case 11:
        bad.name = NOT_UTF_8;
        break;
    case 12:
        table.contract_id = own_interface()->contract_id;
        break;
    case 13:
        host->register_guest_contract(NULL, &bad, &table, &error);
        return outcome(error);
    case 14:
        bad.contract_name = NO_TEXT;
        break;
    case 15:
        table.contract_id = guest_id("guest_contract:", "demo.HostApi.Extra", 1);
        host->register_guest_contract(host, &extra, &table, &error);
        return outcome(error);
    case 16:
        host->register_guest_contract(host, &own, own_interface(), NULL);
        return 0;
    default:
        return UINT64_MAX;
    }
    host->register_guest_contract(host, &bad, &table, &error);
    return outcome(error);
}

FUNCTION(registered_in_init)
{
    uint32_t which = ARGUMENT(uint32_t);
    RESULT(uint64_t) = which < CASES ? outcomes_of_init[which] : UINT64_MAX;
}

FUNCTION(register_now)
{
    RESULT(uint64_t) = register_case(guest_host, ARGUMENT(uint32_t));
}

static void create_made(UNUSED const PpHostContractInterface *self, UNUSED const void *args,
                        PpHostContractInstance *out)
{
    static int token;
    out->data = &token;
}

static void destroy_made(UNUSED const PpHostContractInterface *self, UNUSED PpHostContractInstance instance)
{
}

static uint64_t register_host_case(const PpHostApi *host, uint32_t which)
{
    static PpHostContractInterface made = {
        .contract_version = {1, 0, 0},
        .singleton = true,
        .dispatch_type = PP_DISPATCH_NATIVE,
        .create_instance = create_made,
        .destroy_instance = destroy_made,
    };
    static PpHostContractInterface bad;
    PpAbiError error = UNWRITTEN;
    made.contract_id = guest_id("host_contract:", "guest.Made", 1);
    bad = made;
    bad.contract_id = guest_id("host_contract:", "guest.Bad", 1);
    switch (which) {
    case 0:
    case 1:
        host->register_host_contract(host, &made, &error);
        break;
    case 2:
        host->register_host_contract(host, NULL, &error);
        break;
    case 3:
        bad.create_instance = NULL;
        host->register_host_contract(host, &bad, &error);
        break;
    case 4:
        bad.dispatch.native = (PpNativeDispatch){1, NULL};
        host->register_host_contract(host, &bad, &error);
        break;
    case 5:
        host->register_host_contract(NULL, &bad, &error);
        break;
    default:
        return UINT64_MAX;
    }
    return outcome(error);
}

FUNCTION(register_host)
{
    RESULT(uint64_t) = register_host_case(guest_host, ARGUMENT(uint32_t));
}

FUNCTION(register_loader)
{
    PpAbiError error = UNWRITTEN;
    guest_host->register_loader(guest_host, ARGUMENT(void *), &error);
    RESULT(uint64_t) = outcome(error);
}

/* ---------------------------------------------------------------- memory */

typedef struct Block {
    void *address;
    uint64_t size;
    uint64_t align;
} Block;

static uint64_t allocated(const PpHostApi *self, const void *args)
{
    const struct { uint64_t size; uint64_t align; } *in = args;
    uint8_t *block = guest_host->alloc(self, in->size, in->align);
    if (block != NULL) {
        memset(block, 0xa5, in->size);
    }
    return address(block);
}

FUNCTION(allocate)
{
    RESULT(uint64_t) = allocated(guest_host, args);
}

FUNCTION(allocate_without_self)
{
    RESULT(uint64_t) = allocated(NULL, args);
}

FUNCTION(release)
{
    const Block *in = args;
    guest_host->free(guest_host, in->address, in->size, in->align);
}

FUNCTION(release_without_self)
{
    const Block *in = args;
    guest_host->free(NULL, in->address, in->size, in->align);
}

/* ------------------------------------------------------ finding contracts */

typedef struct Wanted {
    uint64_t contract;
    uint32_t version;
} Wanted;

static const char *const wanted_in_init[] = {"reload.test", "demo.Everything", "demo.HostApi"};
static PpGuestContractHandle found_then[3];
static uint64_t counted_then[3];

FUNCTION(find)
{
    const Wanted *in = args;
    RESULT(uint64_t) = packed(guest_host->find_guest_contract(guest_host, in->contract, in->version));
}

FUNCTION(find_all)
{
    const Wanted *in = args;
    RESULT(PpBuffer) = taken(guest_host->find_all_guest_contracts(guest_host, in->contract, in->version),
                             sizeof(PpGuestContractHandle));
}

FUNCTION(found_in_init)
{
    uint32_t which = ARGUMENT(uint32_t);
    RESULT(uint64_t) = which < 3 ? packed(found_then[which]) : UINT64_MAX;
}

FUNCTION(all_in_init)
{
    uint32_t which = ARGUMENT(uint32_t);
    RESULT(uint64_t) = which < 3 ? counted_then[which] : UINT64_MAX;
}

FUNCTION(resolve)
{
    RESULT(uint64_t) = address(guest_host->resolve_guest_contract(guest_host, unpacked(ARGUMENT(uint64_t))));
}

FUNCTION(get_host)
{
    const Wanted *in = args;
    RESULT(uint64_t) = address(guest_host->get_host_contract(guest_host, in->contract, in->version).data);
}

FUNCTION(resolve_host)
{
    const Wanted *in = args;
    RESULT(uint64_t) = address(guest_host->resolve_host_contract_interface(guest_host, in->contract, in->version));
}

/* --------------------------------------------------------------- bundles */

static uint8_t dependencies_then[64 * sizeof(PpDependencyInfo)];
static size_t dependencies_then_len;

FUNCTION(list_bundles)
{
    RESULT(PpBuffer) = taken(guest_host->list_bundles(guest_host), sizeof(PpBundleId));
}

FUNCTION(dependencies)
{
    RESULT(PpBuffer) = taken(guest_host->get_dependencies(guest_host), sizeof(PpDependencyInfo));
}

FUNCTION(dependencies_in_init)
{
    RESULT(PpBuffer) = (PpBuffer){dependencies_then, dependencies_then_len, sizeof dependencies_then};
}

FUNCTION(load)
{
    PpStringView path = ARGUMENT(PpStringView);
    PpAbiError error = UNWRITTEN;
    guest_host->load_bundle(guest_host, path.ptr, path.len, &error);
    RESULT(uint64_t) = outcome(error);
}

FUNCTION(reload)
{
    PpStringView path = ARGUMENT(PpStringView);
    PpAbiError error = UNWRITTEN;
    guest_host->reload_bundle(guest_host, path.ptr, path.len, &error);
    RESULT(uint64_t) = outcome(error);
}

FUNCTION(unload)
{
    PpAbiError error = UNWRITTEN;
    guest_host->unload_bundle(guest_host, ARGUMENT(uint64_t), &error);
    RESULT(uint64_t) = outcome(error);
}

FUNCTION(bad_path)
{
    PpStringView bad = NOT_UTF_8;
    PpAbiError error = UNWRITTEN;
    switch (ARGUMENT(uint32_t)) {
    case 0:
        guest_host->load_bundle(guest_host, NULL, 3, &error);
        break;
    case 1:
        guest_host->reload_bundle(guest_host, NULL, 3, &error);
        break;
    case 2:
        guest_host->load_bundle(guest_host, bad.ptr, bad.len, &error);
        break;
    case 3:
        guest_host->reload_bundle(guest_host, bad.ptr, bad.len, &error);
        break;
    case 4:
        guest_host->load_bundle(guest_host, (const uint8_t *)"nowhere", 7, NULL);
        error.code = PP_OK;
        break;
    default:
        break;
    }
    RESULT(uint64_t) = outcome(error);
}

/* ------------------------------------------------------- errors and logs */

FUNCTION(last_error)
{
    uint8_t text[4000];
    uint32_t capacity = ARGUMENT(uint32_t);
    size_t len = guest_host->get_last_error(guest_host, text, capacity < sizeof text ? capacity : sizeof text);
    RESULT(PpBuffer) = guest_buffer(text, len);
}

FUNCTION(last_error_nowhere)
{
    RESULT(uint64_t) = guest_host->get_last_error(guest_host, NULL, 100);
}

FUNCTION(error_len)
{
    RESULT(uint64_t) = guest_host->get_error_len(guest_host);
}

FUNCTION(log_text)
{
    const struct { uint32_t level; PpStringView scope; PpStringView message; } *in = args;
    guest_host->log(guest_host, in->level, in->scope, in->message);
}

FUNCTION(log_nothing)
{
    guest_host->log(guest_host, ARGUMENT(uint32_t), NO_TEXT, NO_TEXT);
}

/* ------------------------------------------------------------- instances */

static PpGuestContractHandle held_handle;
static const PpGuestContractInterface *held_table;
static PpGuestContractInstance held;

FUNCTION(call_peer)
{
    const struct { uint64_t packed; uint32_t function; } *in = args;
    const PpGuestContractInterface *peer = guest_host->resolve_guest_contract(guest_host, unpacked(in->packed));
    PpGuestContractInstance instance = {0};
    if (peer == NULL) {
        FAIL(PP_ERR_STALE_HANDLE, TEXT("the handle is stale"));
        return;
    }
    if (in->function >= peer->dispatch.native.function_count) {
        FAIL(PP_ERR_FUNCTION_NOT_AVAILABLE, TEXT("the peer has no such function"));
        return;
    }
    guest_host->create_guest_instance(guest_host, peer, NULL, &instance);
    ((PpGuestFn)peer->dispatch.native.functions[in->function])(instance, NULL, out, err);
    guest_host->destroy_guest_instance(guest_host, peer, instance);
}

FUNCTION(hold_peer)
{
    const PpGuestContractInterface *peer;
    held_handle = unpacked(ARGUMENT(uint64_t));
    held_table = NULL;
    peer = guest_host->resolve_guest_contract(guest_host, held_handle);
    held = (PpGuestContractInstance){0};
    if (peer == NULL) {
        FAIL(PP_ERR_STALE_HANDLE, TEXT("the handle is stale"));
        return;
    }
    guest_host->create_guest_instance(guest_host, peer, NULL, &held);
    held_table = peer;
    RESULT(uint64_t) = address(held.data);
}

FUNCTION(drop_peer)
{
    const PpGuestContractInterface *peer = guest_host->resolve_guest_contract(guest_host, held_handle);
    RESULT(bool) = peer != NULL && held.data != NULL;
    if (peer != NULL && held.data != NULL) {
        guest_host->destroy_guest_instance(guest_host, peer, held);
        held = (PpGuestContractInstance){0};
    }
}

FUNCTION(create_badly)
{
    uint32_t which = ARGUMENT(uint32_t);
    PpGuestContractInstance instance = {(void *)1, 1};
    guest_host->create_guest_instance(which == 1 ? guest_host : NULL, which == 0 ? own_interface() : NULL, NULL,
                                      &instance);
    RESULT(uint64_t) = address(instance.data);
}

FUNCTION(destroy_badly)
{
    uint32_t which = ARGUMENT(uint32_t);
    guest_host->destroy_guest_instance(which == 0 ? NULL : guest_host, which == 1 ? NULL : own_interface(),
                                       (PpGuestContractInstance){0});
}

/* ------------------------------------------------------------- the table */

FUNCTION(revision)
{
    RESULT(uint64_t) = atomic_load_explicit(
        (const _Atomic uint64_t *)guest_host->revision_counter(guest_host), memory_order_acquire);
}

FUNCTION(bundle_path)
{
    RESULT(PpStringView) = (PpStringView){(const uint8_t *)guest_path, strlen(guest_path)};
}

FUNCTION(bundle_id)
{
    RESULT(uint64_t) = guest_bundle_id;
}

FUNCTION(array_align)
{
    PpArray array = {0};
    size_t element = 8;
    switch (ARGUMENT(uint32_t)) {
    case 0:
        array = guest_host->find_all_guest_contracts(guest_host, 12345, 0);
        break;
    case 1:
        array = guest_host->list_bundles(guest_host);
        break;
    case 2:
        array = guest_host->get_dependencies(guest_host);
        element = sizeof(PpDependencyInfo);
        break;
    default:
        break;
    }
    RESULT(uint64_t) = array.align;
    if (array.items != NULL) {
        guest_host->free(guest_host, array.items, array.len * element, array.align);
    }
}

FUNCTION(table)
{
    switch (ARGUMENT(uint32_t)) {
    case 0:
        RESULT(uint64_t) = address(guest_host);
        break;
    case 1:
        RESULT(uint64_t) = address(guest_host->runtime);
        break;
    default:
        RESULT(uint64_t) = address(guest_host->reserved);
        break;
    }
}

static uint64_t call_without_self(uint32_t function, PpAbiError *err)
{
    const uint8_t *path = (const uint8_t *)"nowhere";
    PpAbiError error = UNWRITTEN;
    PpGuestContractInstance instance = {(void *)1, 1};
    uint8_t text[100];
    uint8_t *block;
    switch (function) {
    case 1:
        return register_case(guest_host, 13);
    case 2:
        block = guest_host->alloc(NULL, 8, 8);
        guest_host->free(NULL, block, 8, 8);
        return address(block);
    case 3:
        guest_host->free(NULL, NULL, 0, 1);
        return 0;
    case 4:
        return packed(guest_host->find_guest_contract(NULL, own_interface()->contract_id, 0));
    case 5:
        return guest_host->find_all_guest_contracts(NULL, own_interface()->contract_id, 0).len;
    case 6:
        return address(guest_host->resolve_guest_contract(NULL, (PpGuestContractHandle){0, 0}));
    case 7:
        return address(guest_host->get_host_contract(NULL, 1, 0).data);
    case 8:
        return address(guest_host->resolve_host_contract_interface(NULL, 1, 0));
    case 9:
        return guest_host->list_bundles(NULL).len;
    case 10:
        return guest_host->get_dependencies(NULL).len;
    case 11:
        guest_host->load_bundle(NULL, path, 7, &error);
        return outcome(error);
    case 12:
        guest_host->reload_bundle(NULL, path, 7, &error);
        return outcome(error);
    case 13:
        return register_host_case(guest_host, 5);
    case 14:
        guest_host->register_loader(NULL, &error, &error);
        return outcome(error);
    case 15:
        return guest_host->get_last_error(NULL, text, sizeof text);
    case 16:
        return guest_host->get_error_len(NULL);
    case 17:
        guest_host->unload_bundle(NULL, 1, &error);
        return outcome(error);
    case 18:
        guest_host->log(NULL, PP_LOG_INFO, TEXT("hostapi"), TEXT("said to nobody"));
        return 0;
    case 19:
        guest_host->create_guest_instance(NULL, own_interface(), NULL, &instance);
        return address(instance.data);
    case 20:
        guest_host->destroy_guest_instance(NULL, own_interface(), (PpGuestContractInstance){0});
        return 0;
    case 21:
        return address(guest_host->revision_counter(NULL));
    default:
        FAIL(PP_ERR_FUNCTION_NOT_AVAILABLE, TEXT("HostApi has 21 functions"));
        return 0;
    }
}

FUNCTION(without_self)
{
    RESULT(uint64_t) = call_without_self(ARGUMENT(uint32_t), err);
}

/* ------------------------------------------------------------------ start */

CONTRACT("demo.HostApi", 1, 0, 0,
         /*  0 */ registered_in_init, register_now, register_host, allocate, allocate_without_self, release,
         /*  6 */ release_without_self, find, find_all, resolve, get_host, resolve_host, list_bundles, dependencies,
         /* 14 */ dependencies_in_init, load, reload, unload, register_loader, last_error, last_error_nowhere,
         /* 21 */ error_len, log_text, log_nothing, call_peer, hold_peer, drop_peer, create_badly, destroy_badly,
         /* 29 */ revision, without_self, bundle_path, bundle_id, bad_path, found_in_init, array_align, table,
         /* 37 */ all_in_init)

static const PpGuestContractInterface *own_interface(void)
{
    return &guest_interface;
}

static void look_around(const PpHostApi *host)
{
    PpArray declared = host->get_dependencies(host);
    size_t len = declared.len * sizeof(PpDependencyInfo);
    if (declared.items != NULL) {
        if (len <= sizeof dependencies_then) {
            memcpy(dependencies_then, declared.items, len);
            dependencies_then_len = len;
        }
        host->free(host, declared.items, len, declared.align);
    }
    for (size_t i = 0; i < 3; i++) {
        uint64_t id = guest_id("guest_contract:", wanted_in_init[i], 1);
        PpArray all = host->find_all_guest_contracts(host, id, 0);
        found_then[i] = host->find_guest_contract(host, id, 0);
        counted_then[i] = all.len;
        if (all.items != NULL) {
            host->free(host, all.items, all.len * sizeof(PpGuestContractHandle), all.align);
        }
    }
}

static void destroy_with_peer(PpVmLoaderData loader_data, const PpHostApi *host, PpGuestContractInstance instance)
{
    if (held_table != NULL && held.data != NULL) {
        host->destroy_guest_instance(host, held_table, held);
    }
    guest_destroy(loader_data, host, instance);
}

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    PpAbiError error;
    guest_start(host, context);
    guest_interface.destroy_instance = destroy_with_peer;
    error = guest_register(host);
    if (error.code == PP_OK) {
        look_around(host);
        for (uint32_t i = 0; i < CASES; i++) {
            outcomes_of_init[i] = i == 15 ? UINT64_MAX : register_case(host, i);
        }
    }
    return error;
}
