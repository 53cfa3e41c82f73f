-- Provides demo.peer, and asks the provider of demo.all, whatever that is written in.

local polyplug_abi = require("polyplug_abi")
require("guest.types")
local contracts = require("guest.contracts")
-- The generated callers of native peers name this type, and do not define it.
NativeDispatchFnType = require("ffi").typeof("void (*)(GuestContractInstance, const void*, void*, AbiError*)")
local peers = require("guest.peer_callers")

local BUILD = 300

local text = polyplug_abi.to_str
local Middle = {}
Middle.__index = Middle

function Middle:all()
    self.resolved = self.resolved or peers.DemoAllPeer.resolve(self.host) or error("demo.all is missing")
    return self.resolved
end

local function answer(result, what)
    if result == nil then
        error(what .. " failed")
    end
    return result
end

function Middle:build()
    return BUILD
end

function Middle:stamp(v)
    return v * 1000 + answer(self:all():build(), "build")
end

function Middle:shout(v)
    local greeting = text(answer(self:all():greet(text(v)), "greet"))
    return "m" .. BUILD .. " asked: " .. greeting
end

function Middle:fail(message)
    self:all():fail(7, text(message))
end

function Middle:panic(message)
    error(text(message))
end

contracts.set_middle_factory(function(host)
    return setmetatable({ host = host }, Middle)
end)
