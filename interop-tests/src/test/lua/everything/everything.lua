-- Provides demo.all.

local ffi = require("ffi")
local polyplug_abi = require("polyplug_abi")
local polyplug_guest = require("polyplug_guest")
require("guest.types")
local contracts = require("guest.contracts")

local BUILD = 100
local RED, GREEN, BLUE = 0, 1, 0xC8
local SMALL, LARGE = 1, 0xFFFF
local NEAR, FAR = 0, 0xFFFFFFFF
-- The generated types.lua has a number with a fraction for this one.
local SUN, SIRIUS = 1, 0xFFFFFFFFFFFFFFFEULL

local text = polyplug_abi.to_str
local Everything = {}
Everything.__index = Everything

local function itself(_, v)
    return v
end

for _, type in ipairs({ "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "f32", "f64" }) do
    Everything["echo_" .. type] = itself
end

-- The generated code passes a pointer to what is constant, and takes none back.
function Everything:echo_ptr(v)
    return ffi.cast("void*", v)
end

function Everything:build()
    return BUILD
end

function Everything:opposite(v)
    return not v
end

function Everything:read_ptr(v)
    return ffi.cast("const uint64_t*", v)[0]
end

local function decimal(v)
    return (tostring(v):gsub("U?LL$", ""))
end

function Everything:describe(a, b, c, d, e, f, g, h, i, j, k, l)
    local address = ffi.cast("uint64_t", ffi.cast("uintptr_t", l))
    return table.concat({ a, b, c, d, e, f, decimal(g), decimal(h), i, j, tostring(k), decimal(address) }, " ")
end

function Everything:next_colour(v)
    return v == RED and GREEN or v == GREEN and BLUE or RED
end

function Everything:next_size(v)
    return v == SMALL and LARGE or SMALL
end

function Everything:next_distance(v)
    return v == NEAR and FAR or NEAR
end

function Everything:next_star(v)
    return v == SUN and SIRIUS or SUN
end

function Everything:grant_write(v)
    return v % 4 < 2 and v + 2 or v
end

function Everything:greet(name)
    self.count = self.count + 1
    return "v" .. BUILD .. ": hello " .. text(name)
end

function Everything:chorus(before, times, repeated)
    return text(before) .. text(repeated):rep(times)
end

function Everything:text_in_library()
    return "borrowed from the library"
end

function Everything:null_text()
    return ""
end

function Everything:mirror(p)
    return ffi.new("Point", { -p.x, -p.y })
end

function Everything:stretch(times, line, colour, by)
    local tail = ffi.new("Point", { line.tail.x + times * by.x, line.tail.y + times * by.y })
    return ffi.new("Line", { line.head, colour == BLUE and LARGE or line.size, tail })
end

-- No arena is passed to here: the texts of a record live until the next call of this instance.
function Everything:rename(person, name)
    self.texts = { text(name), "was " .. text(person.name) .. ", " .. text(person.note) }
    local renamed = ffi.new("Person", person)
    renamed.name = polyplug_abi.view(self.texts[1])
    renamed.active = not person.active
    renamed.note = polyplug_abi.view(self.texts[2])
    return renamed
end

function Everything:fail(code, message)
    self.count = self.count + 1
    polyplug_guest.log(self.host, 2, "guest.everything", "about to fail with " .. code)
    error(text(message))
end

function Everything:panic(message)
    error({ reason = text(message) })
end

function Everything:calls()
    return self.count
end

function Everything:add(a, b)
    return (a + b) % 0x100000000
end

contracts.set_everything_factory(function(host)
    return setmetatable({ host = host, count = 0 }, Everything)
end)
