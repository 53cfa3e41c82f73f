-- Provides demo.peer to whoever calls it, whatever that is written in.

local polyplug_abi = require("polyplug_abi")
require("guest.types")
local contracts = require("guest.contracts")

local BUILD = 300

local text = polyplug_abi.to_str
local Peer = {}
Peer.__index = Peer

function Peer:build()
    return BUILD
end

function Peer:stamp(v)
    return v * 1000 + BUILD
end

function Peer:shout(v)
    return text(v):upper() .. " from " .. BUILD
end

function Peer:fail(message)
    error(text(message))
end

function Peer:panic(message)
    error(text(message))
end

contracts.set_peer_factory(function()
    return setmetatable({}, Peer)
end)
