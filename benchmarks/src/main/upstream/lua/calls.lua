-- Provides bench.Upstream. Functions get addresses as numbers.

local ffi = require("ffi")

ffi.cdef([[
    typedef struct { const char* ptr; size_t len; } Text;
    typedef struct { int32_t a; int64_t b; } AddArguments;
]])

local function at(type, address)
    return ffi.cast(type, ffi.cast("uintptr_t", address))
end

local functions = {}

functions[0] = function(_, arguments, out)
    local input = at("const AddArguments*", arguments)
    at("int64_t*", out)[0] = input.a + input.b
end

functions[1] = function(_, arguments, out, arena, alloc)
    local name = at("const Text*", arguments)
    local answer = "hello " .. ffi.string(name.ptr, name.len)
    local bytes = at("char*", alloc(#answer, arena))
    ffi.copy(bytes, answer, #answer)
    at("Text*", out)[0] = ffi.new("Text", { bytes, #answer })
end

function polyplug_init()
    local contract = { contract_version = 1, plugin_name = "calls", functions = functions }
    contract.factory = function()
        return {}
    end
    return { ["bench.Upstream"] = contract }, { code = 0 }
end
