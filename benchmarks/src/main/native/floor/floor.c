/*
 * What no host can do without that reloads a native bundle, and nothing else: the bare system calls and the loader's.
 * Nothing is checked that only a wrong bundle or a full disk would fail.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "polyplug_abi.h"

#define EXPORT __attribute__((visibility("default")))
#define LIBRARY "library.so"
#define LARGEST (4 << 20)

typedef uint32_t (*Version)(void);

/* Belongs to one thread, like all of this. */
static char content[LARGEST];

static ssize_t read_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = 0;
    ssize_t count = 0;
    do {
        count = read(file, content + size, sizeof content - (size_t)size);
        size += count;
    } while (count > 0);
    close(file);
    return (count == 0) ? size : -1;
}

static int write_file(int file, ssize_t size)
{
    ssize_t written = 0;
    while (written < size) {
        ssize_t count = pwrite(file, content + written, (size_t)(size - written), written);
        if (count <= 0) {
            return -1;
        }
        written += count;
    }
    return 0;
}

static void *open_library(const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        return NULL;
    }
    Version version = (Version)dlsym(library, PP_SYM_ABI_VERSION);
    if (version == NULL || version() != PP_ABI_VERSION || dlsym(library, PP_SYM_INIT) == NULL) {
        dlclose(library);
        return NULL;
    }
    return library;
}

/* Opens a copy of a library, in a new folder and a new file. Returns the handle, or NULL. */
EXPORT void *open_new(const char *source, const char *folder)
{
    char path[PATH_MAX];
    ssize_t size = read_file(source);
    snprintf(path, sizeof path, "%s/" LIBRARY, folder);
    mkdir(folder, 0700);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
    int failed = write_file(file, size);
    close(file);
    return (size < 0 || failed) ? NULL : open_library(path);
}

/* Opens a copy of a library, in a folder that was kept and written over its file. Returns the handle, or NULL. */
EXPORT void *open_over(const char *source, const char *kept, const char *folder)
{
    char path[PATH_MAX];
    ssize_t size = read_file(source);
    snprintf(path, sizeof path, "%s/" LIBRARY, folder);
    rename(kept, folder);
    int file = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    int failed = write_file(file, size) || ftruncate(file, size);
    fchmod(file, 0400);
    close(file);
    return (size < 0 || failed) ? NULL : open_library(path);
}

/* Returns 0 once the library is closed. */
EXPORT int close_library(void *library)
{
    return dlclose(library);
}

/* Removes the copy. Returns 0 once it is gone. */
EXPORT int remove_copy(const char *folder)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/" LIBRARY, folder);
    return unlink(path) || rmdir(folder);
}

/* Keeps the copy under another name, to be written over. Returns 0 once it is there. */
EXPORT int keep_copy(const char *folder, const char *kept)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/" LIBRARY, kept);
    return rename(folder, kept) || chmod(path, 0600);
}
