package io.polyplug.kotlin

import io.polyplug.testing.RuntimeExtension

/** The backend that this run of the tests is about; both are on the class path. */
object Backend {

    val name: String = System.getProperty("polyplug.test.backend", "auto")

    fun with(vararg bundles: String): RuntimeExtension =
        RuntimeExtension.with(*bundles).configured { it.backend(name) }
}
