#!/usr/bin/env bash
# GNAT 12: "pragma Interrupt_State (11, System)" says that the runtime shall leave SIGSEGV alone, which a library in somebody
# else's process wants. It brings the runtime for tasks along, though the library has no task, and starting that blocks 49
# signals in the calling thread (SIGTERM, SIGUSR2, SIGPROF among them; threads that it starts later inherit this) and
# leaves a thread behind. Without the pragma nothing is blocked, and SIGSEGV is taken.
set -eu
command -v gnatbind >/dev/null \
    || apt-get install -y --no-install-recommends gnat=12.2 gnat-12=12.2.0-14+deb12u1 gcc=4:12.2.0-3 libc6-dev >/dev/null
cd "$(mktemp -d)"

cat > guest.ads <<'ADA'
package Guest is
   procedure Nothing with Export, Convention => C, External_Name => "nothing";
end Guest;
ADA
cat > guest.adb <<'ADA'
package body Guest is
   procedure Nothing is null;
end Guest;
ADA
echo 'pragma Interrupt_State (11, System);' > leave.adc
cat > host.c <<'C'
#include <dirent.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>

static void tell(const char *library, const char *when)
{
    sigset_t mask;
    struct sigaction present;
    int blocked = 0, threads = 0;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    for (int i = 1; i <= 64; i++) {
        blocked += sigismember(&mask, i) == 1;
    }
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        threads += task->d_name[0] != '.';
    }
    closedir(tasks);
    sigaction(SIGSEGV, NULL, &present);
    printf("%s %s: %d signals blocked, %d threads, SIGSEGV %s\n", library, when, blocked, threads,
           present.sa_handler == SIG_DFL ? "default" : "taken");
}

int main(int count, char **arguments)
{
    void *guest = dlopen(arguments[count - 1], RTLD_NOW);
    tell(arguments[1], "opened");
    ((void (*)(void))dlsym(guest, "adainit"))();
    tell(arguments[1], "started");
    return 0;
}
C
build() { # library, option of the compiler, further libraries
    rm -f ./*.o ./*.ali
    gcc -c -fPIC $2 guest.adb
    gnatbind -n guest.ali
    gcc -c -fPIC b~guest.adb
    gcc -shared -Wl,-z,defs -o "$1" guest.o b~guest.o -L"$(gcc -print-file-name=adalib)" $3 -lgnat
}
gnatbind --version | head -n 1
build ./plain.so "" ""
! build ./state.so -gnatec=leave.adc "" 2>link-errors
grep -o 'undefined reference to `system__interrupts_E' link-errors | sort -u | tee seen
build ./state.so -gnatec=leave.adc -lgnarl
gcc -o host host.c
{ ./host ./plain.so; ./host ./state.so; } | tee -a seen
diff seen - <<'SEEN'
undefined reference to `system__interrupts_E
./plain.so opened: 0 signals blocked, 1 threads, SIGSEGV default
./plain.so started: 0 signals blocked, 1 threads, SIGSEGV taken
./state.so opened: 0 signals blocked, 1 threads, SIGSEGV default
./state.so started: 49 signals blocked, 2 threads, SIGSEGV default
SEEN
