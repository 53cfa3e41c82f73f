package io.polyplug.kotlin

import io.polyplug.error.GuestCallException
import io.polyplug.testing.RuntimeExtension
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.assertj.core.api.Assertions.assertThatIllegalArgumentException
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** Contracts in Kotlin that native code provides. */
class KotlinContractTests {

    private val everything = polyplug.contract(Everything::class.java)

    @Test
    fun `the backend is the one this run is about`() {
        val fastest = if (Runtime.version().feature() >= 25) "ffm" else "jna"
        assertThat(polyplug.runtime().backend()).isEqualTo(if (Backend.name == "auto") fastest else Backend.name)
    }

    @Test
    fun `a property is a function through its getter`() {
        assertThat(everything.version).isEqualTo(100)
    }

    @Test
    fun `functions with bodies, properties with getters and companions are Kotlin's own`() {
        assertThat(everything.greetTwice("Ada")).isEqualTo("hello hello Ada")
        assertThat(everything.polite).isEqualTo("hello dear sir")
        assertThat(Everything.shout(everything.greet("Ada"))).isEqualTo("HELLO ADA")
    }

    @Test
    fun `default arguments are passed`() {
        assertThat(everything.greet()).isEqualTo("hello you")
    }

    @Test
    fun `Unit is no result`() {
        val before = everything.calls()
        assertThat(everything.nothing()).isEqualTo(Unit)
        assertThat(everything.calls()).isEqualTo(before + 1)
    }

    @Test
    fun `a data class with @JvmRecord is a struct`() {
        assertThat(everything.mid(Point(1.0, 2.0, 3), Point(3.0, 4.0, 4))).isEqualTo(Point(2.0, 3.0, 7))
        val line = Line(Point(1.0, 2.0), Shade16.DARK, Point(3.0, 4.0))
        assertThat(everything.flip(line)).isEqualTo(Line(line.b, Shade16.DARK, line.a))
    }

    @Test
    fun `unsigned numbers have their bits`() {
        assertThat(everything.minusU32(1u, 2u)).isEqualTo(UInt.MAX_VALUE)
        assertThat(everything.minusU64(0u, 1u)).isEqualTo(ULong.MAX_VALUE)
        assertThat(everything.minusU32(UShort.MAX_VALUE, 0u)).isEqualTo(65535u)
        assertThat(everything.minusU64(UByte.MAX_VALUE, 0u)).isEqualTo(255uL)
    }

    @Test
    fun `a nullable text may be null`() {
        assertThat(everything.isNull(null)).isTrue()
        assertThat(everything.isNull("")).isFalse()
    }

    @Test
    fun `a nullable receiver may be null`() {
        with(everything) {
            assertThat((null as String?).nativeLength()).isZero()
            assertThat("four".nativeLength()).isEqualTo(4)
        }
    }

    @Test
    fun `a nullable component may be null`() {
        val renamed = everything.renamed(Named(null, UInt.MAX_VALUE - 1u, byteArrayOf(1, 2)))
        assertThat(renamed.name).isEqualTo("hello ")
        assertThat(renamed.n).isEqualTo(UInt.MAX_VALUE)
        assertThat(renamed.data).containsExactly(2, 1)
    }

    @Test
    fun `a nullable value class may be null where it is a text`() {
        assertThat(everything.echo(Name("Ada"))).isEqualTo(Name("Ada"))
        assertThat(everything.echo(null)).isEqualTo(Name(""))
    }

    @Test
    fun `a nullable text may hide behind a type alias or in a value class`() {
        val hidden = polyplug.contract(Hidden::class.java)
        assertThat(hidden.isNull(null)).isTrue()
        assertThat(hidden.echo(MaybeName(null))).isEqualTo(MaybeName(""))
        assertThat(hidden.echoOf(MaybeName("x"))).isEqualTo("x")
    }

    @Test
    fun `another text may not be null, whoever passes it`() {
        val greet = Everything::class.java.getMethod("greet", String::class.java)
        assertThatIllegalArgumentException().isThrownBy {
            try {
                greet.invoke(everything, null)
            } catch (ex: java.lang.reflect.InvocationTargetException) {
                throw ex.targetException
            }
        }.withMessageStartingWith("Parameter 'name' of io.polyplug.kotlin.Everything.greet: null is not allowed here.")
    }

    @Test
    fun `value classes stand for what they hold`() {
        assertThat(everything.successor(Address(41))).isEqualTo(Address(42))
    }

    @Test
    fun `bytes go in and come back, as an array or one by one`() {
        assertThat(everything.reverse(byteArrayOf(1, 2, 3))).containsExactly(3, 2, 1)
        assertThat(everything.sum(1, 2, 3)).isEqualTo(6)
    }

    @Test
    fun `enum classes are enums`() {
        assertThat(everything.next(Shade.LIGHT)).isEqualTo(Shade.DARK)
        assertThat(everything.next(Shade.DARK)).isEqualTo(Shade.TOP)
    }

    @Test
    fun `errors are exceptions that nobody has to catch`() {
        assertThatExceptionOfType(GuestCallException::class.java).isThrownBy { everything.fail() }
            .satisfies({ assertThat(it.code()).isEqualTo(256) })
    }

    private companion object {

        @JvmField
        @RegisterExtension
        val polyplug: RuntimeExtension = Backend.with("everything")
    }
}
