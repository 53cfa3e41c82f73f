/*
 * A guest that writes files: demo.Writing 1.0.0, client of polyplug.DataDirectory 1.0. Its functions fail with code 100
 * where the host has no such contract, and with the host's own code where that fails.
 *
 *   0 folder() -> StringView               the path that polyplug.DataDirectory tells, copied
 *   1 note(text StringView) -> u32         adds a line to the file "notes" in that folder; how many bytes it has then
 *   2 beside() -> StringView               the folder of the library, as polyplug_init was told
 */
#include "guest.h"

#define DATA_ID guest_id("host_contract:", "polyplug.DataDirectory", 1)
#define DATA_VERSION (1u << 16 | 0u)

/* The text is the host's and good for the time being: it is copied at once. */
static int data_folder(char *path, size_t size, PpAbiError *err)
{
    PpStringView text = NO_TEXT;
    PpAbiError failure = {0};
    PpHostContractInstance data = guest_host->get_host_contract(guest_host, DATA_ID, DATA_VERSION);
    const PpHostContractInterface *table =
        guest_host->resolve_host_contract_interface(guest_host, DATA_ID, DATA_VERSION);
    if (data.data == NULL || table == NULL) {
        FAIL(PP_ERR_HOST_CONTRACT_NOT_FOUND, TEXT("polyplug.DataDirectory was not found"));
        return 0;
    }
    ((PpHostFn)table->dispatch.native.functions[0])(data, NULL, &text, &failure);
    if (failure.code != PP_OK) {
        FAIL(failure.code, guest_text(failure.message.ptr, failure.message.len));
        return 0;
    }
    snprintf(path, size, "%.*s", (int)text.len, (const char *)text.ptr);
    return 1;
}

FUNCTION(folder)
{
    char path[4096];
    if (data_folder(path, sizeof path, err)) {
        RESULT(PpStringView) = guest_text(path, strlen(path));
    }
}

FUNCTION(note)
{
    PpStringView text = ARGUMENT(PpStringView);
    char path[4096];
    char file[4112];
    FILE *notes;
    if (!data_folder(path, sizeof path, err)) {
        return;
    }
    snprintf(file, sizeof file, "%s/notes", path);
    notes = fopen(file, "a");
    if (notes == NULL) {
        FAIL(PP_ERR_GENERIC, TEXT("the file could not be opened"));
        return;
    }
    fprintf(notes, "%.*s\n", (int)text.len, (const char *)text.ptr);
    RESULT(uint32_t) = (uint32_t)ftell(notes);
    fclose(notes);
}

FUNCTION(beside)
{
    RESULT(PpStringView) = guest_text(guest_path, strlen(guest_path));
}

CONTRACT("demo.Writing", 1, 0, 0, folder, note, beside)
GUEST
