package io.polyplug.inspection;

import java.util.List;

/**
 * What a bundle has for one platform. Immutable.
 *
 * @param platform operating system and processor in the words of a manifest, such as
 * {@code linux.x86_64}
 * @param file the library's path as the manifest writes it
 * @param libraries the library, and those in the folder that it needs, directly or not;
 * none where they are no Linux libraries or cannot be read
 * @param residences why they stay mapped when nobody uses them any more, the first being
 * the most likely
 */
public record PlatformInspection(String platform, String file, List<LibraryInspection> libraries,
        List<Residence> residences) {

    /**
     * Creates the description with copies of its lists.
     */
    public PlatformInspection {
        libraries = List.copyOf(libraries);
        residences = List.copyOf(residences);
    }

}
