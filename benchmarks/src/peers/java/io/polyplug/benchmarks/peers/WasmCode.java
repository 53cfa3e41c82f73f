package io.polyplug.benchmarks.peers;

import java.util.HexFormat;

/**
 * The contract as a WebAssembly module, which needs nothing of its host. A name is
 * written to its memory at {@value #NAME}; {@code greet} puts the answer at
 * {@value #ANSWER}, and returns its length.
 */
final class WasmCode {

    static final int NAME = 1024;

    static final int ANSWER = 2048;

    private static final String MODULE = """
            00 61 73 6d 01 00 00 00                              | version 1
            01 0d 02  60 02 7f 7e 01 7e  60 02 7f 7f 01 7f       | types (i32, i64) -> i64 and (i32, i32) -> i32
            03 03 02 00 01                                       | a function of each
            05 03 01 00 01                                       | one page of memory
            07 18 03  06 6d 65 6d 6f 72 79 02 00                 | export "memory"
                      03 61 64 64 00 00  05 67 72 65 65 74 00 01 | export "add" and "greet"
            0a 28 02  08 00 20 00 ac 20 01 7c 0b                 | add: extend a, add b
                      1d 00 41 80 10 41 00 41 06 fc 0a 00 00     | greet: copy 6 bytes from 0 to 2048
                      41 86 10 20 00 20 01 fc 0a 00 00           | copy the name to 2054
                      20 01 41 06 6a 0b                          | length + 6
            0b 0c 01  00 41 00 0b 06                             | 6 bytes of data at 0: the greeting
            """;

    private WasmCode() {
    }

    /** Returns the module of a version. */
    static byte[] of(Version version) {
        StringBuilder hex = new StringBuilder();
        MODULE.lines().map((line) -> line.substring(0, line.indexOf('|'))).forEach(hex::append);
        version.greeting().chars().forEach((character) -> hex.append(String.format("%02x", character)));
        return HexFormat.of().parseHex(hex.toString().replace(" ", ""));
    }

}
