/*
 * What OCaml leaves to C: the table, one thread at a time in OCaml, and the handler of SIGSEGV, which OCaml's start
 * sets for itself and which is given back to the JVM here unless KEEP_HANDLERS says otherwise.
 */
#include <pthread.h>
#include <signal.h>

#include "guest.h"

#include <caml/alloc.h>
#include <caml/callback.h>
#include <caml/memory.h>
#include <caml/mlvalues.h>

static pthread_mutex_t ocaml = PTHREAD_MUTEX_INITIALIZER;

static int64_t add_in_ocaml(int32_t a, int64_t b)
{
    CAMLparam0();
    CAMLlocal2(first, second);
    first = caml_copy_int32(a);
    second = caml_copy_int64(b);
    CAMLreturnT(int64_t, Int64_val(caml_callback2(*caml_named_value("add"), first, second)));
}

static PpStringView greet_in_ocaml(PpStringView name)
{
    CAMLparam0();
    CAMLlocal1(text);
    text = caml_callback(*caml_named_value("greet"), caml_alloc_initialized_string(name.len, (const char *)name.ptr));
    CAMLreturnT(PpStringView, guest_text(String_val(text), caml_string_length(text)));
}

FUNCTION(version)
{
    pthread_mutex_lock(&ocaml);
    RESULT(int32_t) = Int_val(caml_callback(*caml_named_value("version"), Val_unit));
    pthread_mutex_unlock(&ocaml);
}

FUNCTION(add)
{
    const struct { int32_t a; int64_t b; } *in = args;
    pthread_mutex_lock(&ocaml);
    RESULT(int64_t) = add_in_ocaml(in->a, in->b);
    pthread_mutex_unlock(&ocaml);
}

FUNCTION(greet)
{
    pthread_mutex_lock(&ocaml);
    RESULT(PpStringView) = greet_in_ocaml(ARGUMENT(PpStringView));
    pthread_mutex_unlock(&ocaml);
}

FUNCTION(threads)
{
    RESULT(int32_t) = 0;
}

CONTRACT("demo.Language", 1, 0, 0, version, add, greet, threads)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    static char *arguments[] = {"language", NULL};
    guest_start(host, context);
#ifndef KEEP_HANDLERS
    struct sigaction before;
    sigaction(SIGSEGV, NULL, &before);
#endif
    caml_startup_pooled(arguments);
#ifndef KEEP_HANDLERS
    sigaction(SIGSEGV, &before, NULL);
#endif
    return guest_register(host);
}

__attribute__((destructor)) static void end(void)
{
    if (guest_host != NULL) {
        caml_shutdown();
    }
}
