/*
 * A guest that keeps instances of host contracts and gives them back as a test asks it to: demo.HostClient 1.0.0. "Table"
 * is what resolve_host_contract_interface answers, "token" the data of an instance. A function of a host contract that is
 * called here takes no arguments and returns u64; where it fails, the guest fails with the same code and text.
 *
 *    0 open(contract u64, version u32) -> Ptr                get_host_contract; version is major << 16 | minor
 *    1 table(contract u64, version u32) -> Ptr
 *    2 call(table Ptr, token Ptr, function u32) -> u64       the function of that table
 *    3 close(table Ptr, token Ptr) -> void                   destroy_instance of that table
 *    4 create(table Ptr) -> Ptr                              create_instance of that table
 *    5 open_elsewhere(contract u64, version u32) -> Ptr      as 0, from a thread of the guest's own
 *    6 at_the_end(table Ptr, token Ptr) -> void              from now on this guest's destroy_instance calls function 0 of
 *                                                            that table with that token
 *    7 last_error() -> StringView                            of the runtime; reading clears it
 */
#include <pthread.h>

#include "guest.h"

typedef struct Wanted {
    uint64_t contract;
    uint32_t version;
} Wanted;

typedef struct Target {
    const PpHostContractInterface *table;
    void *token;
    uint32_t function;
} Target;

static Target at_the_end_target;

static PpHostContractInstance opened(const Wanted *in)
{
    return guest_host->get_host_contract(guest_host, in->contract, in->version);
}

static uint64_t called(const Target *in, PpAbiError *err)
{
    uint64_t result = 0;
    PpAbiError failure = {0};
    if (in->table == NULL || in->function >= in->table->dispatch.native.function_count) {
        FAIL(PP_ERR_FUNCTION_NOT_AVAILABLE, TEXT("no such function"));
        return 0;
    }
    ((PpHostFn)in->table->dispatch.native.functions[in->function])((PpHostContractInstance){in->token}, NULL, &result,
                                                                   &failure);
    if (failure.code != PP_OK) {
        FAIL(failure.code, guest_text(failure.message.ptr, failure.message.len));
    }
    return result;
}

FUNCTION(open)
{
    RESULT(void *) = opened(args).data;
}

FUNCTION(table)
{
    const Wanted *in = args;
    RESULT(const void *) = guest_host->resolve_host_contract_interface(guest_host, in->contract, in->version);
}

FUNCTION(call)
{
    RESULT(uint64_t) = called(args, err);
}

FUNCTION(close)
{
    const Target *in = args;
    in->table->destroy_instance(in->table, (PpHostContractInstance){in->token});
}

FUNCTION(create)
{
    const PpHostContractInterface *table = ARGUMENT(const PpHostContractInterface *);
    PpHostContractInstance made = {NULL};
    table->create_instance(table, NULL, &made);
    RESULT(void *) = made.data;
}

typedef struct Opening {
    const Wanted *wanted;
    PpHostContractInstance made;
} Opening;

static void *open_on_this_thread(void *argument)
{
    Opening *opening = argument;
    opening->made = opened(opening->wanted);
    return NULL;
}

FUNCTION(open_elsewhere)
{
    Opening opening = {args, {NULL}};
    pthread_t thread;
    if (pthread_create(&thread, NULL, open_on_this_thread, &opening) != 0) {
        FAIL(PP_ERR_GENERIC, TEXT("no thread"));
        return;
    }
    pthread_join(thread, NULL);
    RESULT(void *) = opening.made.data;
}

FUNCTION(at_the_end)
{
    const Target *in = args;
    at_the_end_target = (Target){in->table, in->token, 0};
}

FUNCTION(last_error)
{
    char text[2000];
    size_t len = guest_host->get_last_error(guest_host, (uint8_t *)text, sizeof text);
    RESULT(PpStringView) = guest_text(text, len);
}

static void destroy_and_call(PpVmLoaderData loader_data, const PpHostApi *host, PpGuestContractInstance instance)
{
    PpAbiError ignored = {0};
    if (at_the_end_target.table != NULL) {
        called(&at_the_end_target, &ignored);
    }
    guest_destroy(loader_data, host, instance);
}

CONTRACT("demo.HostClient", 1, 0, 0, open, table, call, close, create, open_elsewhere, at_the_end, last_error)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    guest_interface.destroy_instance = destroy_and_call;
    return guest_register(host);
}
