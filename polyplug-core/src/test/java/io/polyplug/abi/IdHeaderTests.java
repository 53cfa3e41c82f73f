package io.polyplug.abi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContractId;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.CLibrary;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ids that {@code polyplug_id.h} and its program make are those that this host makes.
 */
class IdHeaderTests {

    private static final BundleId BUNDLE = BundleId.of("Zürich");

    private static final GuestContractId GUEST = GuestContractId.of("demo.Greeter", 1);

    private static final HostContractId HOST = HostContractId.of("host.Clock", 12);

    @TempDir
    private Path folder;

    @Test
    void idsAreConstantsOfCPlusPlus() {
        Assumptions.assumeTrue(CLibrary.isInstalled("c++"), "there is no compiler for C++ called c++ on the PATH");
        String source = """
                #include "polyplug_abi.h"
                #include "polyplug_id.h"
                static_assert(pp_bundle_id("Z\\u00fcrich") == 0x%su, "bundle");
                static_assert(pp_guest_contract_id("demo.Greeter@1") == 0x%su, "guest contract");
                static_assert(pp_host_contract_id("host.Clock@12") == 0x%su, "host contract");
                """.formatted(BUNDLE, GUEST, HOST);
        Path library = this.folder.resolve("libids.so");
        assertThat(CLibrary.in(this.folder)
            .plusPlus()
            .with("-std=c++14", "-Wall", "-Wextra", "-Werror", "-pedantic")
            .compile(source, library)).isNotEmptyFile();
    }

    @Test
    void programPrintsThemForManifestsAndForC() throws Exception {
        NativeFixtures.headerTo("polyplug_id.h", this.folder);
        NativeFixtures.headerTo("polyplug_id.c", this.folder);
        run("cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o", "polyplug-id", "polyplug_id.c");
        assertThat(run("./polyplug-id", "bundle", "greeter")).isEqualTo("id = 0x" + BundleId.of("greeter") + "\n");
        assertThat(run("./polyplug-id", "guest", "demo.Greeter@1"))
            .isEqualTo("#define DEMO_GREETER_1 0x" + GUEST + "u\n");
        assertThat(run("./polyplug-id", "host", "host.Clock@12")).isEqualTo("#define HOST_CLOCK_12 0x" + HOST + "u\n");
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).directory(this.folder.toFile())
            .redirectErrorStream(true)
            .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

}
