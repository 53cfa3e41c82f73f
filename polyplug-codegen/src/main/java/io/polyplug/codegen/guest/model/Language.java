package io.polyplug.codegen.guest.model;

import java.util.List;
import java.util.Map;

/**
 * How projects of one language look. Stateless: whoever has the same model gets the same
 * texts.
 */
public interface Language {

    /**
     * Returns what is made again each time; the manifest comes to it.
     * @param model what the project is for
     * @return texts by place
     */
    Map<String, String> generated(GuestModel model);

    /**
     * Returns what is written once, and is the author's from then on.
     * @param model what the project is for
     * @return texts by place
     */
    Map<String, String> authored(GuestModel model);

    /**
     * {@return lines for the manifest's table {@code [jvm]}, such as
     * {@code unload = "never"}} Most languages need none.
     */
    default List<String> jvmSettings() {
        return List.of();
    }

}
