package io.polyplug.script;

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the arguments of a JVM say of its threads' stacks.
 */
class ThreadStacksTests {

    @ParameterizedTest
    @CsvSource({ "-Xss2m, 2097152", "-Xss512k, 524288", "-Xss1G, 1073741824", "-Xss3000000, 3000000",
            "-XX:ThreadStackSize=2048, 2097152", "-XX:ThreadStackSize=0, 1048576", "-Xmx2m, 1048576" })
    void argumentsSayIt(String argument, long bytes) {
        assertThat(ThreadStacks.of(List.of(argument)).bytes()).isEqualTo(bytes);
    }

    @Test
    @DisplayName("the last one counts, and without any it is a megabyte")
    void theLastCounts() {
        assertThat(ThreadStacks.of(List.of("-Xss4m", "-Dx=y", "-Xss2m")).bytes()).isEqualTo(2 << 20);
        assertThat(ThreadStacks.of(List.of()).bytes()).isEqualTo(1 << 20);
    }

}
