/*
 * A guest whose tables are wrong, or unusual, as the file "table" in its folder says: demo.Tables 1.0.0.
 *
 *   0 answer() -> u32      42
 *   1 nothing()            what is said below to be elsewhere
 *
 * Right: plain, suffixed (the name is demo.Tables@1), heap-array, function-in-libc, function-made-at-run-time.
 * Wrong: native-union-as-machine, machine-as-native-union, call-is-data, function-is-data, function-is-small,
 * function-was-unmapped, create-is-data, destroy-is-stack, array-unmapped, array-too-short, table-unmapped,
 * descriptor-unmapped, name-unmapped, foreign-id, other-major-id; and of an offered host contract: host-function-is-data,
 * host-native-union-as-machine, host-create-is-data, host-array-unmapped.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "guest.h"

static int data[16];

FUNCTION(answer)
{
    RESULT(uint32_t) = 42;
}

FUNCTION(nothing)
{
}

CONTRACT("demo.Tables", 1, 0, 0, answer, nothing)

static const void *entries[] = {answer, nothing};

static void call(UNUSED PpVmLoaderData loader_data, UNUSED PpGuestContractInstance instance, UNUSED uint32_t function,
                 UNUSED const void *args, UNUSED void *out, UNUSED PpCallArena *arena, UNUSED PpAbiError *err)
{
}

static void *page(int protection)
{
    return mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void *unmapped(void)
{
    void *gone = page(PROT_READ | PROT_WRITE);
    munmap(gone, (size_t)sysconf(_SC_PAGESIZE));
    return gone;
}

static void *made_at_run_time(void)
{
#if defined(__x86_64__)
    static const uint8_t code[] = {0xc3};
#else
    static const uint8_t code[] = {0xc0, 0x03, 0x5f, 0xd6};
#endif
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *made = page(PROT_READ | PROT_WRITE);
    memcpy(made, code, sizeof code);
    mprotect(made, size, PROT_READ | PROT_EXEC);
    __builtin___clear_cache(made, (char *)made + sizeof code);
    return made;
}

/* Two entries, of which the second lies behind the end of the last page. */
static void *cut_off(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    uint8_t *pages = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const void *first = answer;
    munmap(pages + size, size);
    memcpy(pages + size - sizeof first, &first, sizeof first);
    return pages + size - sizeof first;
}

static void *on_the_heap(void)
{
    void *copy = malloc(sizeof entries);
    memcpy(copy, entries, sizeof entries);
    return copy;
}

static void make(UNUSED const PpHostContractInterface *self, UNUSED const void *args, PpHostContractInstance *out)
{
    out->data = data;
}

static void unmake(UNUSED const PpHostContractInterface *self, UNUSED PpHostContractInstance instance)
{
}

static PpAbiError offer(const char *which)
{
    static PpHostContractInterface offered = {
        .contract_version = {1, 0, 0},
        .dispatch_type = PP_DISPATCH_NATIVE,
        .create_instance = make,
        .destroy_instance = unmake,
        .dispatch.native = {2, entries},
    };
    PpAbiError error = {0};
    offered.contract_id = guest_id("host_contract:", "guest.Tables", 1);
    if (strcmp(which, "host-function-is-data") == 0) {
        entries[1] = data;
    }
    else if (strcmp(which, "host-native-union-as-machine") == 0) {
        offered.dispatch_type = PP_DISPATCH_VM;
    }
    else if (strcmp(which, "host-create-is-data") == 0) {
        offered.create_instance = (PpHostCreateFn)(uintptr_t)data;
    }
    else {
        offered.dispatch.native.functions = unmapped();
    }
    guest_host->register_host_contract(guest_host, &offered, &error);
    return error;
}

static void change(const char *which, PpGuestContractInterface *table)
{
    int stack[4];
    PpNativeDispatch *native = &table->dispatch.native;
    native->functions = entries;
    if (strcmp(which, "heap-array") == 0) {
        native->functions = on_the_heap();
    }
    else if (strcmp(which, "function-in-libc") == 0) {
        entries[1] = getpid;
    }
    else if (strcmp(which, "function-made-at-run-time") == 0) {
        entries[1] = made_at_run_time();
    }
    else if (strcmp(which, "native-union-as-machine") == 0) {
        table->dispatch_type = PP_DISPATCH_VM;
    }
    else if (strcmp(which, "machine-as-native-union") == 0) {
        table->dispatch.vm = (PpVmDispatch){call, {data}};
    }
    else if (strcmp(which, "call-is-data") == 0) {
        table->dispatch_type = PP_DISPATCH_VM;
        table->dispatch.vm = (PpVmDispatch){(PpVmCallFn)(uintptr_t)data, {NULL}};
    }
    else if (strcmp(which, "function-is-data") == 0) {
        entries[1] = data;
    }
    else if (strcmp(which, "function-is-small") == 0) {
        entries[1] = (void *)2;
    }
    else if (strcmp(which, "function-was-unmapped") == 0) {
        entries[1] = unmapped();
    }
    else if (strcmp(which, "create-is-data") == 0) {
        table->create_instance = (PpGuestCreateFn)(uintptr_t)data;
    }
    else if (strcmp(which, "destroy-is-stack") == 0) {
        table->destroy_instance = (PpGuestDestroyFn)(uintptr_t)stack;
    }
    else if (strcmp(which, "array-unmapped") == 0) {
        native->functions = unmapped();
    }
    else if (strcmp(which, "array-too-short") == 0) {
        native->functions = cut_off();
    }
    else if (strcmp(which, "foreign-id") == 0) {
        table->contract_id = guest_id("guest_contract:", "demo.Table", 1);
    }
    else if (strcmp(which, "other-major-id") == 0) {
        table->contract_id = guest_id("guest_contract:", "demo.Tables", 2);
    }
}

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    static PpPluginDescriptor descriptor = {TEXT("tables"), TEXT("demo.Tables"), {1, 0, 0}};
    char path[4200];
    char which[64] = "plain";
    PpAbiError error = {0};
    guest_start(host, context);
    snprintf(path, sizeof path, "%s/table", guest_path);
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        if (fscanf(file, "%63s", which) != 1) {
            which[0] = '\0';
        }
        fclose(file);
    }
    if (strncmp(which, "host-", 5) == 0) {
        return offer(which);
    }
    guest_interface.contract_id = guest_id("guest_contract:", guest_contract, 1);
    change(which, &guest_interface);
    if (strcmp(which, "suffixed") == 0) {
        descriptor.contract_name = TEXT("demo.Tables@1");
    }
    else if (strcmp(which, "name-unmapped") == 0) {
        descriptor.contract_name = (PpStringView){unmapped(), 11};
    }
    host->register_guest_contract(host, strcmp(which, "descriptor-unmapped") == 0 ? unmapped() : &descriptor,
                                  strcmp(which, "table-unmapped") == 0 ? unmapped() : &guest_interface, &error);
    return error;
}
