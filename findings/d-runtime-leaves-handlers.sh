#!/usr/bin/env bash
# A shared library with D's runtime inside (ldc 1.30, Debian 12) takes SIGUSR1 and SIGUSR2 in rt_init and leaves them taken
# by rt_term: once the library is closed, both signals point into memory that is not mapped. Whoever sends one of them later,
# as a profiler does, ends the process. (No signal is sent here.) -betterC, or thread_setGCSignals before rt_init, avoids it.
set -eu
command -v ldc2 >/dev/null && command -v gcc >/dev/null \
    || apt-get install -y --no-install-recommends ldc=1:1.30.0-1+b1 gcc=4:12.2.0-3 libc6-dev >/dev/null
cd "$(mktemp -d)"

cat > guest.d <<'D'
import core.runtime : rt_init, rt_term;
extern (C) export int start() { return rt_init(); }
extern (C) export int stop() { return rt_term(); }
D
cat > host.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>

static void tell(const char *when)
{
    int signals[] = {SIGUSR1, SIGUSR2};
    for (int i = 0; i < 2; i++) {
        struct sigaction present;
        Dl_info owner;
        sigaction(signals[i], NULL, &present);
        void *handler = (void *)present.sa_sigaction;
        printf("%s: SIGUSR%d %s\n", when, i + 1,
               handler == NULL ? "default" : dladdr(handler, &owner) ? "in a library" : "in no library");
    }
}

int main(void)
{
    void *guest = dlopen("./libguest.so", RTLD_NOW);
    tell("opened");
    int started = ((int (*)(void))dlsym(guest, "start"))();
    tell("started");
    int stopped = ((int (*)(void))dlsym(guest, "stop"))();
    tell("stopped");
    dlclose(guest);
    tell("closed");
    return !(started == 1 && stopped == 1);
}
C
ldc2 --version | head -n 1
ldc2 -relocation-model=pic -shared -link-defaultlib-shared=false -of=libguest.so guest.d
gcc -o host host.c
./host | tee seen
diff seen - <<'SEEN'
opened: SIGUSR1 default
opened: SIGUSR2 default
started: SIGUSR1 in a library
started: SIGUSR2 in a library
stopped: SIGUSR1 in a library
stopped: SIGUSR2 in a library
closed: SIGUSR1 in no library
closed: SIGUSR2 in no library
SEEN
