/* What Haskell leaves to C: the table, and the start and end of its run-time system. */
#include <stdlib.h>

#include "guest.h"

#include <Rts.h>

#include "Language_stub.h"

FUNCTION(version)
{
    RESULT(int32_t) = languageVersion();
}

FUNCTION(add)
{
    const struct { int32_t a; int64_t b; } *in = args;
    RESULT(int64_t) = languageAdd(in->a, in->b);
}

FUNCTION(greet)
{
    PpStringView name = ARGUMENT(PpStringView);
    size_t length = 0;
    char *text = languageGreet((char *)name.ptr, (HsInt32)name.len, &length);
    RESULT(PpStringView) = guest_text(text, length);
    free(text);
}

FUNCTION(threads)
{
    RESULT(int32_t) = languageThreads(ARGUMENT(int32_t));
}

CONTRACT("demo.Language", 1, 0, 0, version, add, greet, threads)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    static char *names[] = {"language", NULL};
    char **arguments = names;
    int count = 1;
    RtsConfig config = defaultRtsConfig;
    config.rts_opts_enabled = RtsOptsAll;
    config.rts_opts = "--install-signal-handlers=no";
    guest_start(host, context);
    hs_init_ghc(&count, &arguments, config);
    return guest_register(host);
}

__attribute__((destructor)) static void end(void)
{
    if (guest_host != NULL) {
        hs_exit();
    }
}
