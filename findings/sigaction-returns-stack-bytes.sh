#!/usr/bin/env bash
# glibc's sigaction(signal, NULL, &old) fills only the first 8 of the 128 bytes of old.sa_mask with what the kernel tells.
# The other 120 are whatever lay on the stack of the call: the kernel writes 8 bytes into a local structure, and all 128
# of them are copied out. Two reads of a handler that nobody touched differ, so a host that compares "before" and "after"
# as memory sees every handler changed by every library. Compare sa_handler, the first 8 bytes of sa_mask, and sa_flags.
#
# Seen with glibc 2.36 (Debian 12) on x86-64. Needs gcc and glibc. Exits with 0 if that is still so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > twice.c <<'C'
#include <gnu/libc-version.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Leaves its mark where the next call's frame will be. */
static void write_on_stack(int mark)
{
    volatile unsigned char page[1024];
    for (size_t i = 0; i < sizeof page; i++)
        page[i] = (unsigned char) mark;
}

int main(void)
{
    struct sigaction one, other;
    memset(&one, 0, sizeof one);
    memset(&other, 0, sizeof other);
    write_on_stack(1);
    sigaction(SIGTERM, NULL, &one);
    write_on_stack(2);
    sigaction(SIGTERM, NULL, &other);

    size_t differ = 0;
    const unsigned char *a = (const unsigned char *) &one.sa_mask, *b = (const unsigned char *) &other.sa_mask;
    for (size_t i = 0; i < sizeof one.sa_mask; i++)
        differ += a[i] != b[i];
    printf("glibc %s\n", gnu_get_libc_version());
    printf("handler and flags are the same: %d\n",
           one.sa_handler == other.sa_handler && one.sa_flags == other.sa_flags);
    printf("first 8 bytes of the mask are the same: %d\n", memcmp(a, b, 8) == 0);
    printf("bytes of the mask that differ: %zu of %zu\n", differ, sizeof one.sa_mask);
    return 0;
}
C
gcc -O0 -o twice twice.c
./twice | tee output

grep -q '^handler and flags are the same: 1$' output
grep -q '^first 8 bytes of the mask are the same: 1$' output
grep -q '^bytes of the mask that differ: [1-9][0-9]* of 128$' output
echo 'As told: only the first word of the mask is the kernel'"'"'s.'
