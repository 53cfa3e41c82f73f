/*
 * Leaves a mark, one line in a file, when this library is opened and when it is really closed:
 *
 *     opened 1.0.0 /folder/of/the/library
 *     closed 1.0.0 /folder/of/the/library
 *
 * The file is named by the content of a file called "mark-file" beside the library, or, where there is none, by the
 * environment variable POLYPLUG_MARK_FILE. Without either no mark is left. A library that includes this defines
 * MARK_VERSION first.
 */
#ifndef MARKS_H
#define MARKS_H

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char marks_folder[4096];
static char marks_file[4096];

/* One write call a line: lines of several libraries never mix. */
static void leave_mark(const char *event)
{
    char line[5000];
    int len = snprintf(line, sizeof line, "%s %s %s\n", event, MARK_VERSION, marks_folder);
    int file = marks_file[0] == '\0' ? -1 : open(marks_file, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file >= 0) {
        if (write(file, line, (size_t)len) != len) {
            perror("mark");
        }
        close(file);
    }
}

__attribute__((constructor)) static void mark_opened(void)
{
    Dl_info library;
    char path[4200];
    FILE *file;
    const char *environment = getenv("POLYPLUG_MARK_FILE");
    if (environment != NULL) {
        snprintf(marks_file, sizeof marks_file, "%s", environment);
    }
    if (dladdr(marks_folder, &library) == 0 || strrchr(library.dli_fname, '/') == NULL) {
        return;
    }
    snprintf(marks_folder, sizeof marks_folder, "%.*s", (int)(strrchr(library.dli_fname, '/') - library.dli_fname),
             library.dli_fname);
    snprintf(path, sizeof path, "%s/mark-file", marks_folder);
    file = fopen(path, "r");
    if (file != NULL) {
        if (fgets(marks_file, sizeof marks_file, file) != NULL) {
            marks_file[strcspn(marks_file, "\r\n")] = '\0';
        }
        fclose(file);
    }
    leave_mark("opened");
}

__attribute__((destructor)) static void mark_closed(void)
{
    leave_mark("closed");
}

#endif
