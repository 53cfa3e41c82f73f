package io.polyplug.platform;

import io.polyplug.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * On which platforms native code can be called, whatever the backend.
 */
class PlatformTests {

    @ParameterizedTest
    @CsvSource({ "Linux,amd64", "Linux,aarch64", "Mac OS X,x86_64", "Mac OS X,aarch64", "FreeBSD,amd64" })
    void structsArePassedTheRightWay(String osName, String osArch) {
        assertThatNoException().isThrownBy(() -> Platform.of(osName, osArch).requireCallable("jna"));
    }

    @ParameterizedTest
    @CsvSource({ "Windows 11,amd64", "Windows 11,aarch64", "Linux,riscv64", "Linux,x86" })
    void othersAreRefusedByName(String osName, String osArch) {
        assertThatThrownBy(() -> Platform.of(osName, osArch).requireCallable("ffm"))
            .isInstanceOf(ConfigurationException.class)
            .hasMessage("Backend 'ffm' cannot run on " + osName + " " + osArch
                    + ": polyplug passes structs the way System V x86-64 and AArch64 do. Run on 64-bit Linux or macOS");
    }

    @Test
    void thisProcessRunsOnOneThatCanBeCalled() {
        assertThatNoException().isThrownBy(() -> Platform.current().requireCallable("jna"));
    }

}
