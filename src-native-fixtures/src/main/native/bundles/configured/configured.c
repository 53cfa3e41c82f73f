/*
 * A guest that reads settings: demo.Configured 1.0.0, client of polyplug.Config 1.0. Its functions hand on what the host
 * answers, its failures too; they fail with code 100 where the host has no such contract.
 *
 *   0 text(key StringView) -> StringView, or "(none)"  1 integer(key StringView, otherwise i64) -> i64
 *   2 real(key StringView, otherwise f64) -> f64       3 truth(key StringView, otherwise bool) -> bool
 *   4 duration(key StringView, otherwise i64) -> i64   5 size(key StringView, otherwise i64) -> i64
 *   6 keys() -> StringView
 *   7 greeting() -> StringView                         the setting "greeting" as it was while this initialised
 */
#include "guest.h"

#define CONFIG_ID guest_id("host_contract:", "polyplug.Config", 1)
#define CONFIG_VERSION (1u << 16 | 0u)

static char greeting_read[256];

static int ask(int function, const void *args, void *out, PpAbiError *err)
{
    PpAbiError failure = {0};
    PpHostContractInstance config = guest_host->get_host_contract(guest_host, CONFIG_ID, CONFIG_VERSION);
    const PpHostContractInterface *table =
        guest_host->resolve_host_contract_interface(guest_host, CONFIG_ID, CONFIG_VERSION);
    if (config.data == NULL || table == NULL) {
        FAIL(PP_ERR_HOST_CONTRACT_NOT_FOUND, TEXT("polyplug.Config was not found"));
        return 0;
    }
    ((PpHostFn)table->dispatch.native.functions[function])(config, args, out, &failure);
    if (failure.code != PP_OK) {
        FAIL(failure.code, guest_text(failure.message.ptr, failure.message.len));
        return 0;
    }
    return 1;
}

/* The text is the host's and good for the time being: it is copied at once. */
static void ask_text(int function, const void *args, void *out, PpAbiError *err)
{
    PpStringView text = NO_TEXT;
    if (ask(function, args, &text, err)) {
        RESULT(PpStringView) = (text.ptr != NULL) ? guest_text(text.ptr, text.len) : TEXT("(none)");
    }
}

FUNCTION(text)
{
    ask_text(0, args, out, err);
}

FUNCTION(integer)
{
    ask(1, args, out, err);
}

FUNCTION(real)
{
    ask(2, args, out, err);
}

FUNCTION(truth)
{
    ask(3, args, out, err);
}

FUNCTION(duration)
{
    ask(4, args, out, err);
}

FUNCTION(size)
{
    ask(5, args, out, err);
}

FUNCTION(keys)
{
    ask_text(6, NULL, out, err);
}

FUNCTION(greeting)
{
    RESULT(PpStringView) = guest_text(greeting_read, strlen(greeting_read));
}

CONTRACT("demo.Configured", 1, 0, 0, text, integer, real, truth, duration, size, keys, greeting)

GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    PpStringView key = TEXT("greeting");
    PpStringView text = NO_TEXT;
    PpAbiError error = {0};
    guest_start(host, context);
    if (!ask(0, &key, &text, &error)) {
        return error;
    }
    snprintf(greeting_read, sizeof greeting_read, "%.*s", (int)text.len, (const char *)text.ptr);
    return guest_register(host);
}
