package io.polyplug.kotlin.app

import io.polyplug.autoconfigure.contract.GuestContracts
import io.polyplug.contract.ContractFunction
import io.polyplug.contract.GuestContract
import io.polyplug.contract.HostContract
import org.springframework.beans.factory.annotation.Qualifier
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.stereotype.Component

@SpringBootApplication
class Application

@GuestContract(name = "demo.Caller", version = "1.0")
interface Caller {

    @ContractFunction(0)
    fun call(name: String): String

    fun callBoth(first: String, second: String) = "${call(first)}, ${call(second)}"
}

@HostContract(name = "host.Greeter", version = "1.0")
interface Greeter {

    @ContractFunction(0)
    fun greet(name: String): String?
}

@Component
class PoliteGreeter : Greeter {

    override fun greet(name: String) = if (name.isEmpty()) null else "good day $name"
}

@Component
class Reception(val any: Caller, @param:Qualifier("caller") val one: Caller, val all: GuestContracts<Caller>)
