-- The types of the ABI that generated files name, for LuaJIT's ffi, and texts of the host as Lua's.

local ffi = require("ffi")

ffi.cdef([[
    typedef struct { const char* ptr; size_t len; } StringView;
    typedef struct { uint32_t code; StringView message; } AbiError;
    typedef struct { uint32_t major; uint32_t minor; uint32_t patch; } Version;
    typedef struct { uint32_t index; uint32_t generation; } GuestContractHandle;
    typedef struct { void* data; uint64_t contract_id; } GuestContractInstance;
    typedef struct { void* data; } HostContractInstance;
    typedef struct { void* data; } VmLoaderData;
    typedef struct { void* items; size_t len; size_t align; } Array;

    typedef struct { uint32_t function_count; const void* const* functions; } NativeDispatch;
    typedef struct {
        void (*call)(VmLoaderData, GuestContractInstance, uint32_t, const void*, void*, void*, AbiError*);
        VmLoaderData loader_data;
    } VmDispatch;
    typedef union { NativeDispatch native; VmDispatch vm; } DispatchMechanisms;

    typedef struct {
        uint64_t contract_id;
        Version contract_version;
        uint32_t dispatch_type;
        void* create_instance;
        void* destroy_instance;
        DispatchMechanisms dispatch;
    } GuestContractInterface;
    typedef struct {
        uint64_t contract_id;
        Version contract_version;
        bool singleton;
        uint32_t dispatch_type;
        void* runtime;
        void* user_data;
        void* create_instance;
        void* destroy_instance;
        DispatchMechanisms dispatch;
    } HostContractInterface;

    typedef struct HostApi HostApi;
    struct HostApi {
        void* runtime;
        void (*register_guest_contract)(const HostApi*, const void*, const GuestContractInterface*, AbiError*);
        uint8_t* (*alloc)(const HostApi*, size_t, size_t);
        void (*free)(const HostApi*, uint8_t*, size_t, size_t);
        GuestContractHandle (*find_guest_contract)(const HostApi*, uint64_t, uint32_t);
        Array (*find_all_guest_contracts)(const HostApi*, uint64_t, uint32_t);
        const GuestContractInterface* (*resolve_guest_contract)(const HostApi*, GuestContractHandle);
        HostContractInstance (*get_host_contract)(const HostApi*, uint64_t, uint32_t);
        const HostContractInterface* (*resolve_host_contract_interface)(const HostApi*, uint64_t, uint32_t);
        Array (*list_bundles)(const HostApi*);
        Array (*get_dependencies)(const HostApi*);
        void (*load_bundle)(const HostApi*, const uint8_t*, size_t, AbiError*);
        void (*reload_bundle)(const HostApi*, const uint8_t*, size_t, AbiError*);
        void (*register_host_contract)(const HostApi*, const HostContractInterface*, AbiError*);
        void (*register_loader)(const HostApi*, void*, AbiError*);
        size_t (*get_last_error)(const HostApi*, uint8_t*, size_t);
        size_t (*get_error_len)(const HostApi*);
        void (*unload_bundle)(const HostApi*, uint64_t, AbiError*);
        void (*log)(const HostApi*, uint32_t, StringView, StringView);
        void (*create_guest_instance)(const HostApi*, const GuestContractInterface*, const void*,
            GuestContractInstance*);
        void (*destroy_guest_instance)(const HostApi*, const GuestContractInterface*, GuestContractInstance);
        const uint64_t* (*revision_counter)(const HostApi*);
        const void* reserved;
    };
]])

local M = {}

-- A view of the host as a text of Lua; null is the empty one.
function M.to_str(view)
    if view == nil or view.ptr == nil or view.len == 0 then
        return ""
    end
    return ffi.string(view.ptr, view.len)
end

-- A view of a text of Lua, good as long as somebody keeps the text.
function M.view(text)
    return ffi.new("StringView", { ffi.cast("const char*", text), #text })
end

return M
