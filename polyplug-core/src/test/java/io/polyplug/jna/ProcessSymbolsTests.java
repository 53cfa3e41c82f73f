package io.polyplug.jna;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Symbols of the process by JNA: the way that leaves no thread, and the one that is there
 * when JNA keeps the first to itself.
 */
class ProcessSymbolsTests {

    @Test
    void bothWaysFindTheSame() throws ReflectiveOperationException {
        ProcessSymbols direct = ProcessSymbols.direct();
        ProcessSymbols library = ProcessSymbols.throughLibrary();
        for (String name : new String[] { "malloc", "dlopen", "dlsym" }) {
            assertThat(direct.address(name)).as(name).isNotZero().isEqualTo(library.address(name));
        }
        assertThat(direct.address("polyplug_has_no_such_symbol")).isZero();
        assertThat(library.address("polyplug_has_no_such_symbol")).isZero();
    }

}
