#!/usr/bin/env bash
# glibc 2.36: a library that was opened as /proc/self/fd/N, as one does with memory files, is known by that text for as long as
# it is open. Once the descriptor is closed its number comes again for the next file, and dlopen of the same text answers with the
# old library, without a look at the file: the text is compared before anything is opened. musl 1.2.3 opens the file first,
# compares device and inode, and gives the new one.
set -eu
command -v musl-gcc >/dev/null \
    || apt-get install -y --no-install-recommends musl-tools=1.2.3-1 gcc=4:12.2.0-3 libc6-dev >/dev/null
cd "$(mktemp -d)"

cat > host.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Puts a file into memory, and returns the descriptor. */
static int memory_of(const char *path)
{
    char *content = malloc(1 << 20);
    int file = open(path, O_RDONLY);
    ssize_t size = read(file, content, 1 << 20);
    close(file);
    int memory = memfd_create("library", 0);
    if (write(memory, content, (size_t)size) != size) {
        exit(1);
    }
    free(content);
    return memory;
}

static void tell(const char *what, int memory)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    printf("%s: version %d\n", what, ((int (*)(void))dlsym(library, "version"))());
}

int main(void)
{
    int one = memory_of("./one.so");
    tell("the first file", one);
    close(one);
    int two = memory_of("./two.so");
    tell(two == one ? "another file, the same number" : "the number did not come again", two);
    tell("that file, another number", dup(two));
    return 0;
}
C
build() { # compiler
    echo 'int version(void) { return 1; }' | "$1" -shared -fPIC -x c - -o one.so
    echo 'int version(void) { return 2; }' | "$1" -shared -fPIC -x c - -o two.so
    "$1" host.c -o host
    ./host
}
glibc=$(build gcc)
musl=$(build musl-gcc)
printf 'glibc %s\n%s\nmusl\n%s\n' "$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)" "$glibc" "$musl"

[ "$glibc" = "the first file: version 1
another file, the same number: version 1
that file, another number: version 2" ]
[ "$musl" = "the first file: version 1
another file, the same number: version 2
that file, another number: version 2" ]
