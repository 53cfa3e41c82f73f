-- Provides demo.configured: what the operator has set for this bundle.

local ffi = require("ffi")
local polyplug_abi = require("polyplug_abi")
require("guest.types")
local contracts = require("guest.contracts")
local hosts = require("guest.host_contracts")

-- host_contract:polyplug.Config@1, FNV-1a: the generator takes only names that begin with "host.".
local CONFIG = 0xE7A357CAE2F98041ULL

local text = polyplug_abi.to_str
local Configured = {}
Configured.__index = Configured

function Configured:config()
    local host = ffi.cast("HostApi*", ffi.cast("uintptr_t", self.host))
    local interface = host.resolve_host_contract_interface(host, CONFIG, 0)
    if interface == nil then
        error("polyplug.Config is missing")
    end
    return hosts.HostConfigContract:new(interface, host.get_host_contract(host, CONFIG, 0))
end

function Configured:text(key)
    return text(self:config():text(text(key)))
end

function Configured:integer(key)
    return self:config():integer(text(key), -1)
end

contracts.set_configured_factory(function(host)
    return setmetatable({ host = host }, Configured)
end)
