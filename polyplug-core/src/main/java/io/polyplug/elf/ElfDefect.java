package io.polyplug.elf;

/**
 * What is wrong with a library's file, as the half sentence of a message.
 */
final class ElfDefect extends Exception {

    private static final long serialVersionUID = 1L;

    private final String cure;

    ElfDefect(String reason, String cure) {
        super(reason);
        this.cure = cure;
    }

    static ElfDefect incomplete(String reason) {
        return new ElfDefect(reason, "Copy it again, or build it again and wait until the linker is done.");
    }

    String cure() {
        return this.cure;
    }

}
