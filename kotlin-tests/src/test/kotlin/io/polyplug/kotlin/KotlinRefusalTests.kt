package io.polyplug.kotlin

import io.polyplug.contract.ContractFunction
import io.polyplug.contract.GuestContract
import io.polyplug.contract.HostContract
import io.polyplug.error.ContractDefinitionException
import io.polyplug.testing.RuntimeExtension
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** What no contract can have, and what Kotlin calls it. */
class KotlinRefusalTests {

    @Test
    fun `a data class wants @JvmRecord`() {
        refused<PlainData>("parameter data: io.polyplug.kotlin.KotlinRefusalTests\$Data has no native form."
            + " Make it a struct, which is a data class with @JvmRecord in Kotlin, or an enum with @AbiEnum")
    }

    @Test
    fun `a suspend function is refused by its name`() {
        refused<Suspending>("method load is a suspend function, and native code cannot be suspended."
            + " Leave 'suspend' out, and call it in withContext(Dispatchers.IO)")
        assertThatExceptionOfType(ContractDefinitionException::class.java).isThrownBy {
            polyplug.runtime().registerHostContract(SuspendingHost::class.java, object : SuspendingHost {

                override suspend fun load() = Unit
            })
        }.withMessageContaining("method load is a suspend function, and native code cannot be suspended."
            + " Leave 'suspend' out, and wait in its implementation, in runBlocking")
    }

    @Test
    fun `a number that can be null is refused`() {
        refused<NullableNumber>("result: java.lang.Integer has no native form."
            + " It can be null, and native numbers cannot. Use int, which is Kotlin's type without '?'")
        refused<NullableUnsigned>("result: kotlin.UInt has no native form."
            + " It is a value class that can be null, and native values cannot. Use it without '?'")
        refused<NullableAddress>("parameter address: io.polyplug.kotlin.Address has no native form."
            + " It is a value class that can be null, and native values cannot. Use it without '?'")
    }

    @Test
    fun `Unit that can be null, and Nothing, are no results`() {
        val cure = " has no native form. Declare the function without a result, which is void, and Unit without '?' in Kotlin"
        refused<NullableUnit>("result: kotlin.Unit$cure")
        refused<NoResult>("result: java.lang.Void$cure")
    }

    @Test
    fun `a property without its function's id is told where to put it`() {
        refused<Property>("method getVersion has no @ContractFunction."
            + " Annotate it with the function's id, a property with @get:ContractFunction, or give it a body")
    }

    @Test
    fun `a body that Kotlin compiled elsewhere is missed`() {
        refused(Class.forName("io.polyplug.kotlin.WithoutBodies"), "method greetTwice has a body that Kotlin did not compile into the interface."
            + " Compile it with -jvm-default=enable, which Kotlin does by itself from 2.2 on")
    }

    @Test
    fun `functions and lists are generic`() {
        refused<Callback>("parameter then: ", " is generic, and native code knows no generics")
        refused<Listing>("result: ", " is generic, and native code knows no generics")
    }

    @Test
    fun `a generic function without a type of its own is refused`() {
        refused<Inheriting>("result: T is generic, and native code knows no generics")
        refused<Overriding>("method run is generic in io.polyplug.kotlin.KotlinRefusalTests\$Step, and native code knows"
            + " no generics. Do not extend that interface; Kotlin puts no bridge to the method into this one")
    }

    @Test
    fun `a sealed interface and a class are no contracts`() {
        refused<Sealed>("it is not a plain interface")
        refused<AClass>("it is not a plain interface")
    }

    private inline fun <reified T : Any> refused(vararg texts: String) = refused(T::class.java, *texts)

    private fun refused(type: Class<*>, vararg texts: String) {
        assertThatExceptionOfType(ContractDefinitionException::class.java).isThrownBy { polyplug.contract(type) }
            .withMessageStartingWith("Interface ${type.name} cannot be a contract: ")
            .satisfies({ ex -> assertThat(ex.message).contains(*texts) })
    }

    data class Data(val a: Int)

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface PlainData {

        @ContractFunction(0)
        fun f(data: Data)
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface Suspending {

        @ContractFunction(0)
        suspend fun load(name: String): String
    }

    @HostContract(name = "demo.Refused", version = "1.0")
    interface SuspendingHost {

        @ContractFunction(0)
        suspend fun load()
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface NullableNumber {

        @ContractFunction(0)
        fun f(): Int?
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface NullableUnsigned {

        @ContractFunction(0)
        fun f(): UInt?
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface NullableAddress {

        @ContractFunction(0)
        fun f(address: Address?)
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface NullableUnit {

        @ContractFunction(0)
        fun f(): Unit?
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface NoResult {

        @ContractFunction(0)
        fun f(): Nothing
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface Property {

        val version: Int
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface Callback {

        @ContractFunction(0)
        fun f(then: () -> Unit)
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface Listing {

        @ContractFunction(0)
        fun f(): List<String>
    }

    interface Producer<out T> {

        @ContractFunction(0)
        fun produce(): T
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface Inheriting : Producer<Unit>

    interface Step<in I, out O> {

        fun run(input: I): O
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    interface Overriding : Step<String, Unit> {

        @ContractFunction(0)
        override fun run(input: String)
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    sealed interface Sealed {

        object Only : Sealed
    }

    @GuestContract(name = "demo.Refused", version = "1.0")
    class AClass

    private companion object {

        @JvmField
        @RegisterExtension
        val polyplug: RuntimeExtension = Backend.with()
    }
}
