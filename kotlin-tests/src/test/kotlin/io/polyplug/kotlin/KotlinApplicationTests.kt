package io.polyplug.kotlin

import io.polyplug.fixtures.NativeFixtures
import io.polyplug.kotlin.app.Application
import io.polyplug.kotlin.app.Reception
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.springframework.beans.factory.getBean
import org.springframework.boot.runApplication
import java.nio.file.Path

/** A Spring Boot application in Kotlin. */
class KotlinApplicationTests {

    @Test
    fun `contracts are injected and host contracts registered`(@TempDir folder: Path) {
        NativeFixtures.copyTo("caller", folder.resolve("plugins/caller"))
        runApplication<Application>(
            "--polyplug.locations=${folder.resolve("plugins")}",
            "--polyplug.work-directory=${folder.resolve("work")}",
            "--polyplug.backend=${Backend.name}",
        ).use { context ->
            val reception = context.getBean<Reception>()
            assertThat(reception.any.callBoth("Ada", "Grace")).isEqualTo("good day Ada, good day Grace")
            assertThat(reception.one.call("")).isEmpty()
            assertThat(reception.all.byBundle().keys).containsExactly("caller")
        }
    }
}
