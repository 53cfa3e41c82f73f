-- What files that polyplugc 0.1.3 generates call: codes, and results in the arena of the call.

local ffi = require("ffi")
local polyplug_abi = require("polyplug_abi")

local M = { AbiErrorCode = { Ok = 0, Generic = 1 } }

-- Copies a result to where the caller finds it until its next call.
function M.alloc_string_arena(arena_alloc, arena, text)
    if #text == 0 then
        return ffi.new("StringView")
    end
    local address = arena_alloc(#text, arena)
    if address == 0 then
        error("no memory for a text of " .. #text .. " bytes")
    end
    local bytes = ffi.cast("char*", ffi.cast("uintptr_t", address))
    ffi.copy(bytes, text, #text)
    return ffi.new("StringView", { bytes, #text })
end

-- Levels are 1 (error) to 5 (trace).
function M.log(host, level, scope, message)
    local api = ffi.cast("HostApi*", ffi.cast("uintptr_t", host))
    api.log(api, level, polyplug_abi.view(scope), polyplug_abi.view(message))
end

return M
