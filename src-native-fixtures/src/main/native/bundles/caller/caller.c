/*
 * A guest that calls Java and the runtime: demo.Caller 1.0.0, client of host.Greeter 1.0 (see host_greeter.h). Where
 * Java's function fails, the guest fails with the same code and text; without host.Greeter it fails with code 100.
 *
 *    0 call(name StringView) -> StringView                greet(name), copied into a block of the host
 *    1 count(a u32, b u32) -> u32                         add(a, b)
 *    2 fails() -> void                                    fail()
 *    3 nested(name StringView) -> StringView              nest(name), copied
 *    4 reload(path StringView) -> u32                     the code that reload_bundle gave
 *    5 unload(bundle u64) -> u32                          the code that unload_bundle gave
 *    6 load(path StringView) -> u32                       the code that load_bundle gave
 *    7 plus_one(a u32) -> u32                             calls nothing: what nest may call
 *    8 both(a StringView, b StringView) -> StringView     "greet(a)|greet(b)": both answers held at the same time
 *    9 remember() -> void                                 keeps instance and table of host.Greeter
 *   10 remembered(a u32, b u32) -> u32                    add(a, b) through what 9 kept
 *   11 functions() -> u32                                 how many host.Greeter has
 *   12 find(version u32) -> u32                           0 or 100; version is major << 16 | minor
 *   13 last_error() -> StringView                         of the runtime; reading clears it
 *   14 borrowed(name StringView) -> StringView            greet(name), returned as it came from Java
 *   15 many(name StringView, n u32) -> u32                calls greet n times; how many answers were as long as the first
 */
#include "host_greeter.h"

static Greeter kept;

static void greet_copied(uint32_t function, const void *args, void *out, PpAbiError *err)
{
    PpStringView answer = NO_TEXT;
    PpAbiError failure = {0};
    call_greeter(find_greeter(), function, args, &answer, &failure);
    if (failure.code == PP_OK) {
        RESULT(PpStringView) = guest_text(answer.ptr, answer.len);
    }
    else {
        FAIL(failure.code, guest_text(failure.message.ptr, failure.message.len));
    }
}

FUNCTION(call)
{
    greet_copied(0, args, out, err);
}

FUNCTION(count)
{
    call_greeter(find_greeter(), 1, args, out, err);
}

FUNCTION(fails)
{
    call_greeter(find_greeter(), 2, NULL, NULL, err);
}

FUNCTION(nested)
{
    greet_copied(3, args, out, err);
}

FUNCTION(reload)
{
    PpStringView path = ARGUMENT(PpStringView);
    PpAbiError result = {0};
    guest_host->reload_bundle(guest_host, path.ptr, path.len, &result);
    RESULT(uint32_t) = result.code;
}

FUNCTION(unload)
{
    PpAbiError result = {0};
    guest_host->unload_bundle(guest_host, ARGUMENT(uint64_t), &result);
    RESULT(uint32_t) = result.code;
}

FUNCTION(load)
{
    PpStringView path = ARGUMENT(PpStringView);
    PpAbiError result = {0};
    guest_host->load_bundle(guest_host, path.ptr, path.len, &result);
    RESULT(uint32_t) = result.code;
}

FUNCTION(plus_one)
{
    RESULT(uint32_t) = ARGUMENT(uint32_t) + 1;
}

FUNCTION(both)
{
    const struct { PpStringView a; PpStringView b; } *in = args;
    Greeter greeter = find_greeter();
    PpStringView first = NO_TEXT;
    PpStringView second = NO_TEXT;
    char text[1000];
    int len;
    call_greeter(greeter, 0, &in->a, &first, err);
    call_greeter(greeter, 0, &in->b, &second, err);
    len = snprintf(text, sizeof text, "%.*s|%.*s", (int)first.len, (const char *)first.ptr, (int)second.len,
                   (const char *)second.ptr);
    RESULT(PpStringView) = guest_text(text, (size_t)len);
}

FUNCTION(remember)
{
    kept = find_greeter();
}

FUNCTION(remembered)
{
    call_greeter(kept, 1, args, out, err);
}

FUNCTION(functions)
{
    Greeter greeter = find_greeter();
    RESULT(uint32_t) = greeter.table == NULL ? 0 : greeter.table->dispatch.native.function_count;
}

FUNCTION(find)
{
    uint32_t version = ARGUMENT(uint32_t);
    RESULT(uint32_t) = guest_host->get_host_contract(guest_host, GREETER_ID, version).data != NULL
            && guest_host->resolve_host_contract_interface(guest_host, GREETER_ID, version) != NULL
        ? PP_OK
        : PP_ERR_HOST_CONTRACT_NOT_FOUND;
}

FUNCTION(last_error)
{
    char text[2000];
    size_t len = guest_host->get_last_error(guest_host, (uint8_t *)text, sizeof text);
    RESULT(PpStringView) = guest_text(text, len);
}

FUNCTION(borrowed)
{
    call_greeter(find_greeter(), 0, args, out, err);
}

FUNCTION(many)
{
    const struct { PpStringView name; uint32_t n; } *in = args;
    Greeter greeter = find_greeter();
    PpStringView answer = NO_TEXT;
    size_t len = 0;
    uint32_t alike = 0;
    for (uint32_t i = 0; i < in->n; i++) {
        call_greeter(greeter, 0, &in->name, &answer, err);
        len = i == 0 ? answer.len : len;
        alike += answer.len == len;
    }
    RESULT(uint32_t) = alike;
}

CONTRACT("demo.Caller", 1, 0, 0, call, count, fails, nested, reload, unload, load, plus_one, both, remember,
         remembered, functions, find, last_error, borrowed, many)
GUEST
