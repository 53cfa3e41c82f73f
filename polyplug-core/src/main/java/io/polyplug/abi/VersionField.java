package io.polyplug.abi;

import java.nio.ByteBuffer;

import io.polyplug.contract.Version;

/**
 * A {@code PpVersion} in a struct: 12 bytes, in this order major, minor and patch.
 * Static.
 */
final class VersionField {

    private VersionField() {
    }

    static Version read(ByteBuffer struct, int at) {
        return new Version(struct.getInt(at), struct.getInt(at + Integer.BYTES), struct.getInt(at + 2 * Integer.BYTES));
    }

    static void write(Version version, ByteBuffer struct, int at) {
        struct.putInt(at, version.major());
        struct.putInt(at + Integer.BYTES, version.minor());
        struct.putInt(at + 2 * Integer.BYTES, version.patch());
    }

}
