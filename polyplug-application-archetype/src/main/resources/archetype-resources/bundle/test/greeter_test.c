/* Calls the functions of src/greeter.c, without any host. */
#include "generated/greeter.h"
#include "generated/guest_test.h"

int main(void)
{
    GuestCall call = guest_test_call();
    PpStringView answer = greeter_greet(&call, GUEST_TEXT("Ada"));
    CHECK(!guest_failed(&call));
    CHECK(answer.len > 3 && memcmp(answer.ptr + answer.len - 3, "Ada", 3) == 0);
    return guest_test_failures != 0;
}
