#include "generated/greeter.h"

PpStringView greeter_greet(GuestCall *call, PpStringView name)
{
    return guest_text(call, "Hello %.*s", GUEST_ARG(name));
}
