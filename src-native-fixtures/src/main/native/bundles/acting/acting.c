/*
 * A guest that calls the host from wherever a file tells it to: demo.Acting 1.0.0. Its manifest declares reload.test.
 *
 *   0 act() -> u32            does the acts of "call"; how many
 *
 * The file is called "acts" and lies in the bundle's folder; without one nothing is done. Its first line names the file
 * that outcomes are appended to, each of the others is an act, <when> <what> <argument>, done in this order:
 *
 *   when: init (polyplug_init), create and destroy (of an instance), call (function 0), make (create_instance of a host
 *   contract that this guest offers)
 *
 *   load <path>, reload <path>, unload <bundle>    the code that the host gave
 *   find <contract>      0 when found, 4 when not
 *   ask <contract>       what its function 0, () -> u32, answers on a new instance; 1000 + the code when it fails
 *   table <contract>     0 when find and resolve give a table, 4 when not
 *   greet 0              add(20, 22) of host.Greeter, 1000 + the code when it fails
 *   single <name>        the code of offering a host contract with one instance; name@1, no functions
 *   many <name>          the same with an instance for each request
 *   get <name>           0 when the host contract has an instance, 100 when not
 *   depends 0            how many dependencies the host tells
 *   log <text>           0
 *   refuse <code>        init only: makes it fail with that code in the end
 *
 * An outcome is one line, <when> <what> <argument>: <number>.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "host_greeter.h"

#define MOST_OFFERS 4

static uint32_t refusal;
static PpHostContractInterface offers[MOST_OFFERS];
static size_t offered;

static uint32_t perform(const char *when);

static uint32_t failed(uint32_t code)
{
    return 1000 + code;
}

static uint32_t life_cycle(const char *what, const char *argument)
{
    const uint8_t *path = (const uint8_t *)argument;
    PpAbiError error = {0xBAD, NO_TEXT};
    if (strcmp(what, "load") == 0) {
        guest_host->load_bundle(guest_host, path, strlen(argument), &error);
    }
    else if (strcmp(what, "reload") == 0) {
        guest_host->reload_bundle(guest_host, path, strlen(argument), &error);
    }
    else {
        guest_host->unload_bundle(guest_host, pp_bundle_id(argument), &error);
    }
    return error.code;
}

static const PpGuestContractInterface *table_of(const char *contract)
{
    PpGuestContractHandle handle
        = guest_host->find_guest_contract(guest_host, guest_id("guest_contract:", contract, 1), 1);
    return handle.index == PP_NULL_HANDLE_INDEX ? NULL : guest_host->resolve_guest_contract(guest_host, handle);
}

static uint32_t found(const char *contract)
{
    uint64_t id = guest_id("guest_contract:", contract, 1);
    return guest_host->find_guest_contract(guest_host, id, 1).index == PP_NULL_HANDLE_INDEX ? PP_ERR_NOT_FOUND : PP_OK;
}

static uint32_t ask(const char *contract)
{
    const PpGuestContractInterface *peer = table_of(contract);
    PpGuestContractInstance instance = {0};
    PpAbiError error = {0};
    uint32_t answer = 0;
    if (peer == NULL) {
        return failed(PP_ERR_NOT_FOUND);
    }
    guest_host->create_guest_instance(guest_host, peer, NULL, &instance);
    ((PpGuestFn)peer->dispatch.native.functions[0])(instance, NULL, &answer, &error);
    guest_host->destroy_guest_instance(guest_host, peer, instance);
    return error.code == PP_OK ? answer : failed(error.code);
}

static uint32_t greet(void)
{
    const struct { uint32_t a; uint32_t b; } in = {20, 22};
    PpAbiError error = {0};
    uint32_t sum = 0;
    call_greeter(find_greeter(), 1, &in, &sum, &error);
    return error.code == PP_OK ? sum : failed(error.code);
}

static void make(UNUSED const PpHostContractInterface *self, UNUSED const void *args, PpHostContractInstance *out)
{
    static char made;
    perform("make");
    out->data = &made;
}

static void unmake(UNUSED const PpHostContractInterface *self, UNUSED PpHostContractInstance instance)
{
}

static uint32_t offer(const char *name, bool singleton)
{
    PpAbiError error = {0};
    PpHostContractInterface *made = &offers[offered++ % MOST_OFFERS];
    *made = (PpHostContractInterface){
        .contract_id = guest_id("host_contract:", name, 1),
        .contract_version = {1, 0, 0},
        .singleton = singleton,
        .dispatch_type = PP_DISPATCH_NATIVE,
        .create_instance = make,
        .destroy_instance = unmake,
    };
    guest_host->register_host_contract(guest_host, made, &error);
    return error.code;
}

static uint32_t get(const char *name)
{
    uint64_t id = guest_id("host_contract:", name, 1);
    return guest_host->get_host_contract(guest_host, id, 0).data == NULL ? PP_ERR_HOST_CONTRACT_NOT_FOUND : PP_OK;
}

static uint32_t depends(void)
{
    PpArray declared = guest_host->get_dependencies(guest_host);
    uint32_t count = (uint32_t)declared.len;
    if (declared.items != NULL) {
        guest_host->free(guest_host, declared.items, declared.len * sizeof(PpDependencyInfo), declared.align);
    }
    return count;
}

static uint32_t say(const char *text)
{
    guest_host->log(guest_host, PP_LOG_INFO, TEXT("acting"), (PpStringView){(const uint8_t *)text, strlen(text)});
    return PP_OK;
}

static uint32_t outcome(const char *what, const char *argument)
{
    if (strcmp(what, "find") == 0) {
        return found(argument);
    }
    if (strcmp(what, "ask") == 0) {
        return ask(argument);
    }
    if (strcmp(what, "table") == 0) {
        return table_of(argument) == NULL ? PP_ERR_NOT_FOUND : PP_OK;
    }
    if (strcmp(what, "greet") == 0) {
        return greet();
    }
    if (strcmp(what, "single") == 0 || strcmp(what, "many") == 0) {
        return offer(argument, what[0] == 's');
    }
    if (strcmp(what, "get") == 0) {
        return get(argument);
    }
    if (strcmp(what, "depends") == 0) {
        return depends();
    }
    if (strcmp(what, "log") == 0) {
        return say(argument);
    }
    if (strcmp(what, "refuse") == 0) {
        return refusal = (uint32_t)strtoul(argument, NULL, 10);
    }
    return life_cycle(what, argument);
}

/* One write call a line: lines of several guests never mix. */
static void tell(const char *file, const char *act, uint32_t number)
{
    char line[5000];
    int len = snprintf(line, sizeof line, "%s: %u\n", act, number);
    int outcomes = open(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (outcomes < 0 || write(outcomes, line, (size_t)len) != len) {
        perror("outcome");
    }
    if (outcomes >= 0) {
        close(outcomes);
    }
}

static uint32_t perform(const char *when)
{
    char path[4200];
    char outcomes[4200];
    char line[4200];
    uint32_t done = 0;
    FILE *acts;
    snprintf(path, sizeof path, "%s/acts", guest_path);
    acts = fopen(path, "r");
    if (acts == NULL || fgets(outcomes, sizeof outcomes, acts) == NULL) {
        return 0;
    }
    outcomes[strcspn(outcomes, "\n")] = '\0';
    while (fgets(line, sizeof line, acts) != NULL) {
        char act[4200];
        char *what;
        char *argument;
        line[strcspn(line, "\n")] = '\0';
        snprintf(act, sizeof act, "%s", line);
        what = strchr(line, ' ');
        argument = what == NULL ? NULL : strchr(what + 1, ' ');
        if (argument != NULL) {
            *what++ = '\0';
            *argument++ = '\0';
            if (strcmp(line, when) == 0) {
                tell(outcomes, act, outcome(what, argument));
                done++;
            }
        }
    }
    fclose(acts);
    return done;
}

FUNCTION(act)
{
    RESULT(uint32_t) = perform("call");
}

static void create_acting(PpVmLoaderData loader_data, const PpHostApi *host, const void *args,
                          PpGuestContractInstance *out)
{
    guest_create(loader_data, host, args, out);
    perform("create");
}

static void destroy_acting(PpVmLoaderData loader_data, const PpHostApi *host, PpGuestContractInstance instance)
{
    perform("destroy");
    guest_destroy(loader_data, host, instance);
}

CONTRACT("demo.Acting", 1, 0, 0, act)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    PpAbiError error;
    guest_start(host, context);
    guest_interface.create_instance = create_acting;
    guest_interface.destroy_instance = destroy_acting;
    error = guest_register(host);
    perform("init");
    return refusal == 0 ? error : (PpAbiError){refusal, TEXT("told to refuse")};
}
