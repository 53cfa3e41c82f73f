/* Has no state: its factory leaves data null and stamps the contract id, which is lawful. Answers 500. */
#define MARK_VERSION "1.1.0"
#include "guest.h"
#include "marks.h"

static void answer(UNUSED PpGuestContractInstance instance, UNUSED const void *args, void *out,
                   UNUSED PpAbiError *err)
{
    RESULT(uint32_t) = 500;
}

static void create_stateless(UNUSED PpVmLoaderData loader_data, UNUSED const PpHostApi *host, UNUSED const void *args,
                             PpGuestContractInstance *out)
{
    *out = (PpGuestContractInstance){NULL, guest_interface.contract_id};
}

CONTRACT("reload.test", 1, 0, 0, answer)
GUEST_ABI_VERSION

PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context)
{
    guest_start(host, context);
    guest_interface.create_instance = create_stateless;
    return guest_register(host);
}
