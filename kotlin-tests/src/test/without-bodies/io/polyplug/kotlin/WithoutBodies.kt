package io.polyplug.kotlin

import io.polyplug.contract.ContractFunction
import io.polyplug.contract.GuestContract

/** Compiled with `-jvm-default=disable`. */
@GuestContract(name = "demo.Everything", version = "1.0")
interface WithoutBodies {

    @ContractFunction(2)
    fun greet(name: String): String

    fun greetTwice(name: String) = greet(greet(name))
}
