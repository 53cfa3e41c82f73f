-- Provides demo.relay, which hands everything on: to the provider of demo.peer and to Java.

local ffi = require("ffi")
local polyplug_abi = require("polyplug_abi")
require("guest.types")
local contracts = require("guest.contracts")
local desks = require("guest.host_contracts")
-- The generated callers of native peers name this type, and do not define it.
NativeDispatchFnType = ffi.typeof("void (*)(GuestContractInstance, const void*, void*, AbiError*)")
local peers = require("guest.peer_callers")

local text = polyplug_abi.to_str
local Relay = {}
Relay.__index = Relay

function Relay:peer()
    self.resolved = self.resolved or peers.DemoPeerPeer.resolve(self.host) or error("demo.peer is missing")
    return self.resolved
end

function Relay:desk()
    return desks.HostDeskContract.from_host(self.host) or error("host.Desk is missing")
end

-- A generated caller has nil for a call that failed, and for no result.
local function answer(result, what)
    if result == nil then
        error(what .. " failed")
    end
    return result
end

function Relay:peer_build()
    return answer(self:peer():build(), "peer build")
end

function Relay:peer_stamp(v)
    return answer(self:peer():stamp(v), "peer stamp")
end

function Relay:peer_shout(v)
    return text(answer(self:peer():shout(text(v)), "peer shout"))
end

function Relay:peer_fail(message)
    self:peer():fail(text(message))
end

function Relay:code_of_peer_panic(message)
    self:peer():panic(text(message))
    return 0
end

function Relay:greet(name)
    return text(answer(self:desk():greet(text(name)), "desk"))
end

function Relay:add(a, b)
    return answer(self:desk():add(a, b), "desk")
end

-- Nobody is told that a function without a result has failed.
function Relay:try_fail(message)
    self:desk():fail(text(message))
    return "unknown"
end

function Relay:tell(message, times)
    local desk = self:desk()
    for _ = 1, times do
        desk:tell(text(message))
    end
end

contracts.set_relay_factory(function(host)
    return setmetatable({ host = host }, Relay)
end)
