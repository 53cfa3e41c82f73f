package io.polyplug.kotlin

import io.polyplug.InProcessBundle
import io.polyplug.contract.ContractFunction
import io.polyplug.contract.GuestContract
import io.polyplug.contract.HostContract
import io.polyplug.error.GuestCallException
import io.polyplug.testing.RuntimeExtension
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** Contracts that Kotlin provides, to native code and as a bundle. */
class KotlinProviderTests {

    @JvmField
    @RegisterExtension
    val polyplug: RuntimeExtension = Backend.with("caller")

    @Test
    fun `a host contract in Kotlin is called by native code`() {
        val greeted = mutableListOf<String>()
        polyplug.runtime().registerHostContract(Greeter::class.java, object : Greeter {

            override fun greet(name: String): String? = if (name.isEmpty()) null else "hello $name"

            override fun add(a: UInt, b: UInt) = a + b

            override fun fail() {
                greeted += "failed"
            }
        })
        val caller = polyplug.contract(Caller::class.java)
        assertThat(caller.call("Ada")).isEqualTo("hello Ada")
        assertThat(caller.call("")).isEmpty()
        assertThat(caller.count(UInt.MAX_VALUE, 2u)).isEqualTo(1u)
        caller.fails()
        assertThat(greeted).containsExactly("failed")
    }

    @Test
    fun `a property with a setter is two functions`() {
        polyplug.runtime().loadBundle(InProcessBundle.of("memory", "1.0.0").provide(Memory::class.java, object : Memory {

            override var kept: String? = "nothing"
        }))
        val memory = polyplug.contract(Memory::class.java)
        assertThat(memory.kept).isEqualTo("nothing")
        memory.kept = "something"
        assertThat(memory.kept).isEqualTo("something")
        memory.kept = null
        assertThat(memory.kept).isEmpty()
    }

    @Test
    fun `a lambda provides a contract with one function`() {
        polyplug.runtime().loadBundle(InProcessBundle.of("rules", "1.0.0").provide(Rules::class.java, Rules { it * 2u }))
        assertThat(polyplug.contract(Rules::class.java).taxOf(21u)).isEqualTo(42u)
    }

    @Test
    fun `Unit in place of a result is explained`() {
        polyplug.runtime().loadBundle(InProcessBundle.of("rules", "1.0.0").provide(Rules::class.java, Rules { it * 2u }))
        assertThatExceptionOfType(GuestCallException::class.java)
            .isThrownBy { polyplug.contract(CarelessRules::class.java).taxOf(21u) }
            .withMessageEndingWith(
                ". The method has no result (void, or Unit in Kotlin). If the function returns something, declare it",
            )
    }

    @HostContract(name = "host.Greeter", version = "1.0")
    interface Greeter {

        @ContractFunction(0)
        fun greet(name: String): String?

        @ContractFunction(1)
        fun add(a: UInt, b: UInt): UInt

        @ContractFunction(2)
        fun fail()
    }

    @GuestContract(name = "demo.Caller", version = "1.0")
    interface Caller {

        @ContractFunction(0)
        fun call(name: String): String

        @ContractFunction(1)
        fun count(a: UInt, b: UInt): UInt

        @ContractFunction(2)
        fun fails()
    }

    @GuestContract(name = "kotlin.Memory", version = "1.0")
    interface Memory {

        @get:ContractFunction(0)
        @set:ContractFunction(1)
        var kept: String?
    }

    @GuestContract(name = "kotlin.Rules", version = "1.0")
    fun interface Rules {

        @ContractFunction(0)
        fun taxOf(amount: UInt): UInt
    }

    @GuestContract(name = "kotlin.Rules", version = "1.0")
    interface CarelessRules {

        @ContractFunction(0)
        fun taxOf(amount: UInt)
    }
}
