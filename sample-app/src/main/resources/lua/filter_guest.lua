-- What image.Filter asks of a bundle, around a function of Lua that writes each pixel of a picture; its
-- counterpart in C is filter_guest.h of the fixtures. Functions get addresses as numbers.
--
--   0 apply(rgba Buffer, width u32, height u32) -> Buffer
--   1 name() -> StringView
--   2 version() -> StringView                               that of the manifest beside this file
--   3 linger(milliseconds u32) -> StringView                returns the version after that time

local ffi = require("ffi")

ffi.cdef([[
    typedef struct { const char* ptr; size_t len; } Text;
    typedef struct { uint8_t* ptr; size_t len; size_t cap; } Bytes;
    typedef struct { Bytes rgba; uint32_t width; uint32_t height; } ApplyArguments;
    typedef struct Pixel { uint8_t red; uint8_t green; uint8_t blue; uint8_t alpha; } Pixel;
    int usleep(uint32_t microseconds);
]])

local M = {}

local function at(type, address)
    return ffi.cast(type, ffi.cast("uintptr_t", address))
end

local function version()
    local folder = debug.getinfo(1, "S").source:match("^@(.*)/")
    for line in io.lines(folder .. "/manifest.toml") do
        local found = line:match('^version = "(.*)"$')
        if found then
            return found
        end
    end
    error("The manifest has no version")
end

-- Results live where the caller finds them until its next call.
local function memory(size, arena, alloc)
    local address = alloc(size, arena)
    if address == 0 then
        error("no memory for " .. size .. " bytes")
    end
    return at("uint8_t*", address)
end

local function answer(text, out, arena, alloc)
    local bytes = memory(#text, arena, alloc)
    ffi.copy(bytes, text, #text)
    at("Text*", out)[0] = ffi.new("Text", { bytes, #text })
end

-- A filter that fails, or finds no end, is refused before it serves. The limit counts in interpreted code alone.
local function try(filter)
    local width, height, most = 16, 9, 5000000
    local from, to = ffi.new("Pixel[?]", width * height), ffi.new("Pixel[?]", width * height)
    jit.off()
    debug.sethook(function()
        error("a picture of " .. width .. " x " .. height .. " pixels took more than " .. most .. " instructions")
    end, "", most)
    local done, failure = pcall(filter, from, to, width, height)
    debug.sethook()
    jit.on()
    if not done then
        error("tried on a small picture: " .. tostring(failure), 0)
    end
end

-- Registers a filter under a name. It gets two pictures of `width` times `height` pixels: one to read, one to write.
function M.provide(name, filter)
    try(filter)
    local version = version()
    local functions = {}

    functions[0] = function(_, arguments, out, arena, alloc)
        local input = at("const ApplyArguments*", arguments)
        local size = input.width * input.height * 4
        if size == 0 or input.rgba.len ~= size then
            error("the buffer has to have width x height pixels of 4 bytes")
        end
        local picture = memory(size, arena, alloc)
        filter(ffi.cast("const Pixel*", input.rgba.ptr), ffi.cast("Pixel*", picture), input.width, input.height)
        at("Bytes*", out)[0] = ffi.new("Bytes", { picture, size, size })
    end

    functions[1] = function(_, _, out, arena, alloc)
        answer(name, out, arena, alloc)
    end

    functions[2] = function(_, _, out, arena, alloc)
        answer(version, out, arena, alloc)
    end

    functions[3] = function(_, arguments, out, arena, alloc)
        for _ = 1, at("const uint32_t*", arguments)[0] do
            ffi.C.usleep(1000)
        end
        answer(version, out, arena, alloc)
    end

    function polyplug_init()
        local contract = { contract_version = 1, plugin_name = "filter", functions = functions }
        contract.factory = function()
            return {}
        end
        return { ["image.Filter"] = contract }, { code = 0 }
    end
end

return M
