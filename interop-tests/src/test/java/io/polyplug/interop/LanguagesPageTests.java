package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on languages shows the commands that the tests run.
 */
class LanguagesPageTests {

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void pageHasTheCommandsThatBuildTheBundle(Guest guest) throws IOException {
        LanguageWorkshop workshop = new LanguageWorkshop();
        Path page = Path.of(System.getProperty("basedir", ""), "..", "docs", "languages-of-guests.md");
        assertThat(Files.readAllLines(page)).containsSubsequence(workshop.commands(guest));
    }

}
