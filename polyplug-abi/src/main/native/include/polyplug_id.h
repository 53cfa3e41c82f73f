/*
 * The ids of polyplug, made from names. For C, and for C++ from C++14 on, where they are constants:
 *
 *     constexpr uint64_t GREETER = pp_guest_contract_id("demo.Greeter@1");
 *
 * In C they are computed at run time; where a constant is needed, polyplug_id.c, a program beside this header, prints it.
 *
 * An id is the FNV-1a-64 hash of a text in UTF-8:
 *
 *     a bundle              its name                              greeter
 *     a guest contract      guest_contract:<name>@<major>         guest_contract:demo.Greeter@1
 *     a host contract       host_contract:<name>@<major>          host_contract:host.Clock@1
 */
#ifndef POLYPLUG_ID_H
#define POLYPLUG_ID_H

#include <stdint.h>

#if defined(__cplusplus)
#define PP_ID constexpr
#elif defined(__GNUC__)
#define PP_ID static inline __attribute__((unused))
#else
#define PP_ID static inline
#endif

/* The hash of nothing, from which every hash begins. */
#define PP_FNV1A 0xcbf29ce484222325u

/* The hash of what `hash` is the hash of, followed by `text`. */
PP_ID uint64_t pp_fnv1a(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * 0x100000001b3u;
    }
    return hash;
}

PP_ID uint64_t pp_bundle_id(const char *name)
{
    return pp_fnv1a(PP_FNV1A, name);
}

/* The contract's name and its major version: demo.Greeter@1 */
PP_ID uint64_t pp_guest_contract_id(const char *name_and_major)
{
    return pp_fnv1a(pp_fnv1a(PP_FNV1A, "guest_contract:"), name_and_major);
}

/* The contract's name and its major version: host.Clock@1 */
PP_ID uint64_t pp_host_contract_id(const char *name_and_major)
{
    return pp_fnv1a(pp_fnv1a(PP_FNV1A, "host_contract:"), name_and_major);
}

#endif
