package io.polyplug.kotlin

import io.polyplug.abi.ByteSink
import io.polyplug.types.ContractDefinition
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import java.io.File
import java.net.URLClassLoader
import java.nio.ByteBuffer
import java.util.concurrent.Callable

/** Contracts in Kotlin where kotlin-reflect is missing. */
class WithoutReflectionTests {

    @Test
    fun `null is refused, and what is missing is named`() {
        val classPath = System.getProperty("java.class.path").split(File.pathSeparator)
        assertThat(PassNull().call()).isNull()
        URLClassLoader(
            classPath.filterNot { "kotlin-reflect" in it }.map { File(it).toURI().toURL() }.toTypedArray(),
            ClassLoader.getPlatformClassLoader(),
        ).use { loader ->
            val passNull = loader.loadClass(PassNull::class.java.name).getConstructor().newInstance() as Callable<*>
            assertThat(passNull.call()).asString().endsWith(
                "null is not allowed here. Pass a text, or annotate it with @Nullable" +
                    " (in Kotlin: String?, and kotlin-reflect on the class path)",
            )
        }
    }

    /** Returns how passing null fails, or null. */
    class PassNull : Callable<String?> {

        override fun call(): String? {
            val isNull = ContractDefinition.ofGuest(Everything::class.java).functions().values.single { it.id() == 21 }
            return try {
                isNull.writeArguments(ByteBuffer.allocate(isNull.argumentSize()), 0, arrayOf(null), Nowhere)
                null
            } catch (ex: IllegalArgumentException) {
                ex.message
            }
        }
    }

    private object Nowhere : ByteSink {

        override fun store(bytes: ByteArray) = 0L

        override fun share(buffer: ByteBuffer) = 0L
    }
}
