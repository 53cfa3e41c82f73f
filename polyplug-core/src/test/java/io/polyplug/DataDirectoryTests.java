package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A bundle writes files that its next version finds again.
 */
@Timeout(60)
class DataDirectoryTests {

    @RegisterExtension
    final Stage stage = new Stage();

    /** Writes where the host says. */
    @GuestContract(name = "demo.Writing", version = "1.0.0")
    interface Writing {

        @ContractFunction(0)
        String folder();

        @ContractFunction(1)
        int note(String text);

        @ContractFunction(2)
        String beside();

    }

    private static Writing writing(PolyplugRuntime runtime) {
        return runtime.contract(Writing.class);
    }

    @Test
    void filesSurviveReloadsAndGoWithTheRuntime() throws IOException {
        PolyplugRuntime runtime = this.stage.another((builder) -> {
        });
        runtime.loadBundle(this.stage.bundle("writing"));
        Path folder = Path.of(writing(runtime).folder());
        assertThat(folder).isDirectory().startsWith(this.stage.work());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        assertThat(writing(runtime).note("one")).isEqualTo(4);
        runtime.reloadBundle("writing");
        assertThat(writing(runtime).folder()).isEqualTo(folder.toString());
        assertThat(writing(runtime).note("two")).isEqualTo(8);
        runtime.rollbackBundle("writing");
        runtime.unloadBundle("writing");
        runtime.loadBundle(this.stage.bundle("writing"));
        assertThat(writing(runtime).note("three")).isEqualTo(14);
        assertThat(folder.resolve("notes")).hasContent("one\ntwo\nthree");
        runtime.close();
        assertThat(folder).doesNotExist();
    }

    @Test
    void filesSurviveRestartsWhereTheOperatorNamesAFolder() {
        Path data = this.stage.folder().resolve("data");
        for (int start = 1; start <= 2; start++) {
            PolyplugRuntime runtime = this.stage.another((builder) -> builder.dataDirectory(data));
            runtime.loadBundle(this.stage.bundle("writing"));
            assertThat(writing(runtime).note("start")).isEqualTo(6 * start);
            assertThat(Path.of(writing(runtime).folder())).isEqualTo(data.resolve("writing"));
            runtime.close();
        }
        assertThat(data.resolve("writing/notes")).hasContent("start\nstart");
    }

    @Test
    void eachBundleHasItsOwnWhateverItIsCalled() {
        Path data = this.stage.folder().resolve("data");
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.dataDirectory(data));
        runtime.loadBundle(this.stage.bundle("writing"));
        Path odd = this.stage.bundle("writing", "odd");
        for (String name : new String[] { "com.acme.greeter", "..", "a/b", "gr\u00fc\u00df" }) {
            Declared.bundle(name, "writing").provides("demo.Writing", "1.0", 3).writeTo(odd);
            runtime.loadBundle(odd);
            Path folder = Path.of(runtime.contract(Writing.class, name).folder());
            assertThat(folder).isDirectory().hasParent(data);
            assertThat(folder.getFileName().toString()).isNotEqualTo("writing").isNotEqualTo("..");
        }
        assertThat(data.resolve("com.acme.greeter")).isDirectory();
        assertThat(data.toFile().list()).hasSize(4);
    }

    @Test
    void folderThatWasSweptIsThereAgain() throws IOException {
        this.stage.load("writing");
        assertThat(writing(this.stage.runtime()).note("one")).isEqualTo(4);
        this.stage.sweep();
        assertThat(writing(this.stage.runtime()).note("one")).isEqualTo(4);
        assertThat(Path.of(writing(this.stage.runtime()).folder())).isDirectory();
    }

    @Test
    void folderThatCannotBeMadeIsAnErrorOfTheCallOrOfTheStart() throws IOException {
        Path data = this.stage.folder().resolve("data");
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.dataDirectory(data));
        runtime.loadBundle(this.stage.bundle("writing"));
        Files.writeString(data.resolve("writing"), "a file");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> writing(runtime).note("x"))
            .withMessageContaining(data.resolve("writing").toString());
        assertThatExceptionOfType(ConfigurationException.class)
            .isThrownBy(() -> this.stage.another((builder) -> builder.dataDirectory(data.resolve("writing/below"))))
            .withMessageContainingAll(data.resolve("writing/below").toString(), "polyplug.data-directory")
            .satisfies((ex) -> assertThat(ex.setting()).isEqualTo("data-directory"));
    }

}
