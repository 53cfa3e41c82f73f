// demo.Language 1.0.0 in C++; see c/language.c. No exception leaves a function.
#include <atomic>
#include <cstring>
#include <exception>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "polyplug_abi.h"

// One variable for all that say it: a GNU-unique symbol, unless the compiler is told otherwise.
inline std::atomic<int> calls{0};

namespace {

const PpHostApi *host;

PpStringView view(const char *text) {
    return {reinterpret_cast<const uint8_t *>(text), std::strlen(text)};
}

template <typename F> void guarded(PpAbiError *error, F body) {
    try {
        body();
    } catch (const std::exception &) {
        *error = {PP_ERR_GENERIC, view("an exception in the guest")};
    }
}

void version(PpGuestContractInstance, const void *, void *out, PpAbiError *) {
    *static_cast<int32_t *>(out) = 1001;
}

void add(PpGuestContractInstance, const void *args, void *out, PpAbiError *) {
    struct Arguments {
        int32_t a;
        int64_t b;
    };
    const auto *in = static_cast<const Arguments *>(args);
    *static_cast<int64_t *>(out) = in->a + in->b;
}

void greet(PpGuestContractInstance, const void *args, void *out, PpAbiError *error) {
    guarded(error, [&] {
        const auto *name = static_cast<const PpStringView *>(args);
        std::ostringstream stream;
        stream << "C++ greets " << std::string(reinterpret_cast<const char *>(name->ptr), name->len);
        std::string text = stream.str();
        calls++;
        uint8_t *copy = host->alloc(host, text.size(), 1);
        std::memcpy(copy, text.data(), text.size());
        *static_cast<PpStringView *>(out) = {copy, text.size()};
    });
}

void threads(PpGuestContractInstance, const void *args, void *out, PpAbiError *error) {
    guarded(error, [&] {
        std::atomic<int32_t> ended{0};
        std::vector<std::thread> all;
        for (int32_t i = 0; i < *static_cast<const int32_t *>(args); i++) {
            all.emplace_back([&] { ended++; });
        }
        for (auto &thread : all) {
            thread.join();
        }
        *static_cast<int32_t *>(out) = ended;
    });
}

const uint64_t id = 0x4fa6b38d44b019b6;

void create(PpVmLoaderData, const PpHostApi *, const void *, PpGuestContractInstance *out) {
    *out = {nullptr, id};
}

void destroy(PpVmLoaderData, const PpHostApi *, PpGuestContractInstance) {
}

const void *const functions[] = {
    reinterpret_cast<const void *>(version), reinterpret_cast<const void *>(add),
    reinterpret_cast<const void *>(greet), reinterpret_cast<const void *>(threads)};

const PpGuestContractInterface table = {
    id, {1, 0, 0}, PP_DISPATCH_NATIVE, create, destroy, {{sizeof functions / sizeof *functions, functions}}};

} // namespace

extern "C" PP_EXPORT uint32_t polyplug_abi_version() {
    return PP_ABI_VERSION;
}

extern "C" PP_EXPORT PpAbiError polyplug_init(const PpHostApi *api, const PpBundleInitContext *) {
    host = api;
    PpStringView name = view("demo.Language");
    PpPluginDescriptor descriptor = {name, name, {1, 0, 0}};
    PpAbiError error = {};
    host->register_guest_contract(host, &descriptor, &table, &error);
    return error;
}
