package io.polyplug.kotlin

import io.polyplug.contract.AbiEnum
import io.polyplug.contract.AbiValue
import io.polyplug.contract.ContractFunction
import io.polyplug.contract.GuestContract
import io.polyplug.contract.Repr
import io.polyplug.contract.Unsigned
import io.polyplug.error.GuestCallException

/** The fixture `everything` as Kotlin writes it down. */
@GuestContract(name = Everything.CONTRACT, version = "1.2.0")
interface Everything {

    @get:ContractFunction(0)
    val version: Int

    @ContractFunction(2)
    fun greet(name: String = "you"): String

    @ContractFunction(3)
    fun nothing()

    @ContractFunction(4)
    fun mid(a: Point, b: Point): Point

    @ContractFunction(11)
    fun minusU32(a: UShort, b: UInt): UInt

    @ContractFunction(12)
    fun minusU64(a: UByte, b: ULong): ULong

    @ContractFunction(15)
    fun negate(a: Boolean): Boolean

    @ContractFunction(21)
    fun isNull(text: String?): Boolean

    @ContractFunction(22)
    fun String?.nativeLength(): Long

    @ContractFunction(23)
    fun reverse(bytes: ByteArray): ByteArray

    @ContractFunction(26)
    fun sum(vararg bytes: Byte): Long

    @ContractFunction(28)
    fun flip(line: Line): Line

    @ContractFunction(29)
    fun renamed(named: Named): Named

    @ContractFunction(31)
    fun next(shade: Shade): Shade

    @ContractFunction(37)
    fun successor(address: Address): Address

    @ContractFunction(38)
    @Throws(GuestCallException::class)
    fun fail(): Int

    @ContractFunction(47)
    fun echo(name: Name?): Name

    @ContractFunction(49)
    fun calls(): @Unsigned Int

    fun greetTwice(name: String) = greet(greet(name))

    val polite: String
        get() = decorated("sir")

    private fun decorated(name: String) = greet("dear $name")

    companion object {

        const val CONTRACT = "demo.Everything"

        fun shout(text: String) = text.uppercase()
    }
}

/** Nullness behind type names, and functions of Kotlin's own visibility. */
@GuestContract(name = Everything.CONTRACT, version = "1.2.0")
internal interface Hidden {

    @ContractFunction(21)
    fun isNull(text: Maybe): Boolean

    @ContractFunction(47)
    fun echo(name: MaybeName): MaybeName

    fun echoOf(name: MaybeName) = echo(name).text
}

typealias Maybe = String?

/** A value with an address of its own. */
@JvmInline
value class Address(val value: Long)

@JvmInline
value class Name(val text: String)

@JvmInline
value class MaybeName(val text: String?)

@JvmRecord
data class Point(val x: Double, val y: Double, val tag: Byte = 0)

@JvmRecord
data class Line(val a: Point, val shade: Shade16, val b: Point)

@JvmRecord
data class Named(val name: String?, val n: UInt, val data: ByteArray)

@AbiEnum(Repr.U8)
enum class Shade {

    @AbiValue(1)
    LIGHT,

    @AbiValue(2)
    DARK,

    @AbiValue(200)
    TOP
}

@AbiEnum(Repr.U16)
enum class Shade16 {

    @AbiValue(1)
    LIGHT,

    @AbiValue(2)
    DARK
}
