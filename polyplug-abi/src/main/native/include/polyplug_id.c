/*
 * Prints ids, ready to be pasted:
 *
 *     cc -o polyplug-id native/include/polyplug_id.c
 *     ./polyplug-id bundle greeter             id = 0x729386db1b93d09d                          for manifest.toml
 *     ./polyplug-id guest demo.Greeter@1       #define DEMO_GREETER_1 0x01b4010a564155b4u       for C
 *     ./polyplug-id host host.Clock@1          #define HOST_CLOCK_1 0xb04f695fd660788du
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "polyplug_id.h"

static void define(const char *contract, uint64_t id)
{
    fputs("#define ", stdout);
    for (; *contract != '\0'; contract++) {
        putchar(isalnum((unsigned char)*contract) ? toupper((unsigned char)*contract) : '_');
    }
    printf(" 0x%016" PRIx64 "u\n", id);
}

static int usage(const char *program)
{
    fprintf(stderr, "Usage: %s bundle NAME | guest CONTRACT@MAJOR | host CONTRACT@MAJOR\n", program);
    return 2;
}

int main(int count, char **arguments)
{
    if (count != 3) {
        return usage(arguments[0]);
    }
    if (strcmp(arguments[1], "bundle") == 0) {
        printf("id = 0x%016" PRIx64 "\n", pp_bundle_id(arguments[2]));
        return 0;
    }
    if (strchr(arguments[2], '@') == NULL) {
        fprintf(stderr, "A contract's id is made of its major version as well: %s@1\n", arguments[2]);
        return usage(arguments[0]);
    }
    if (strcmp(arguments[1], "guest") == 0) {
        define(arguments[2], pp_guest_contract_id(arguments[2]));
        return 0;
    }
    if (strcmp(arguments[1], "host") == 0) {
        define(arguments[2], pp_host_contract_id(arguments[2]));
        return 0;
    }
    return usage(arguments[0]);
}
