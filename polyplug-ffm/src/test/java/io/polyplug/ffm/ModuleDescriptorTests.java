package io.polyplug.ffm;

import java.io.DataInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The descriptor of this module.
 */
class ModuleDescriptorTests {

    /** Where it finds a newer one on the module path it does not start. */
    @Test
    void java17ReadsTheDescriptor() throws Exception {
        try (InputStream stream = Files.newInputStream(Path.of("target", "classes", "module-info.class"));
                DataInputStream descriptor = new DataInputStream(stream)) {
            descriptor.skipNBytes(6);
            assertThat(descriptor.readUnsignedShort() - 44).isEqualTo(17);
        }
    }

}
