package io.polyplug.zip;

/**
 * A file or a folder in an archive, as the central directory tells it. Two that are equal
 * have the same content, as far as its length and its checksum can tell.
 *
 * @param path the path, with {@code /} between its parts
 * @param folder whether it is a folder
 * @param size how many bytes a file has when it is unpacked
 * @param data where and how they lie in the archive
 */
public record ZipMember(String path, boolean folder, long size, Data data) {

    /**
     * The bytes of a file in the archive.
     *
     * @param start where they begin
     * @param compressed how many there are
     * @param deflated whether they are compressed
     * @param crc the CRC-32 of the file
     */
    record Data(long start, long compressed, boolean deflated, int crc) {
    }

}
