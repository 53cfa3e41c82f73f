/*
 * A guest that does not come back from where a file tells it to stay: demo.Hanging 1.0.0.
 *
 *   0 answer() -> u32         7
 *
 * The file is called "hangs" and lies in the bundle's folder; without one the guest hangs nowhere. Its first line says
 * where: constructor, init, create, destroy or destructor. Its second line names a file: there it waits until that file
 * exists, or the folder that it would be in does not. When it begins to wait it makes a file of that name with
 * ".reached" at its end.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

static char where[64];
static char release[PATH_MAX];

static void read_line(FILE *file, char *line, int size)
{
    if (fgets(line, size, file) == NULL) {
        line[0] = '\0';
    }
    line[strcspn(line, "\r\n")] = '\0';
}

static void hang_at(const char *place)
{
    char path[PATH_MAX + 16];
    if (strcmp(where, place) != 0) {
        return;
    }
    snprintf(path, sizeof path, "%s.reached", release);
    close(open(path, O_WRONLY | O_CREAT, 0600));
    snprintf(path, sizeof path, "%s", release);
    *strrchr(path, '/') = '\0';
    while (access(release, F_OK) != 0 && access(path, F_OK) == 0) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
}

__attribute__((constructor)) static void opened(void)
{
    Dl_info library;
    char path[PATH_MAX];
    FILE *file;
    if (dladdr(where, &library) == 0 || strrchr(library.dli_fname, '/') == NULL) {
        return;
    }
    snprintf(path, sizeof path, "%.*s/hangs", (int)(strrchr(library.dli_fname, '/') - library.dli_fname),
             library.dli_fname);
    file = fopen(path, "r");
    if (file != NULL) {
        read_line(file, where, sizeof where);
        read_line(file, release, sizeof release);
        fclose(file);
    }
    hang_at("constructor");
}

__attribute__((destructor)) static void closed(void)
{
    hang_at("destructor");
}

FUNCTION(answer)
{
    RESULT(uint32_t) = 7;
}

static void create_hanging(PpVmLoaderData loader_data, const PpHostApi *host, const void *args,
                           PpGuestContractInstance *out)
{
    hang_at("create");
    guest_create(loader_data, host, args, out);
}

static void destroy_hanging(PpVmLoaderData loader_data, const PpHostApi *host, PpGuestContractInstance instance)
{
    guest_destroy(loader_data, host, instance);
    hang_at("destroy");
}

CONTRACT("demo.Hanging", 1, 0, 0, answer)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    guest_interface.create_instance = create_hanging;
    guest_interface.destroy_instance = destroy_hanging;
    hang_at("init");
    return guest_register(host);
}
