package io.polyplug.codegen.guest.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import com.samskivert.mustache.Mustache;

/**
 * The templates of one language, in the folder of its name beside the class that makes
 * its projects. A name that a template uses and its context lacks is an error, in values
 * and sections. Nothing is escaped; an empty text counts as false.
 */
public final class Templates {

    private final Class<?> language;

    private final String folder;

    private final Mustache.Compiler compiler;

    /**
     * Finds the templates of a language.
     * @param language the class that makes its projects
     * @param folder the folder beside it
     */
    public Templates(Class<?> language, String folder) {
        this.language = language;
        this.folder = folder;
        this.compiler = Mustache.compiler()
            .escapeHTML(false)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .withLoader(this::open);
    }

    /**
     * Fills in a template.
     * @param name the template's name without {@code .mustache}
     * @param context maps by name, or objects with methods or fields of the names
     * @return the text
     */
    public String render(String name, Object context) {
        try (Reader reader = open(name)) {
            return this.compiler.compile(reader).execute(context);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private Reader open(String name) throws IOException {
        String place = this.folder + "/" + name + ".mustache";
        InputStream stream = this.language.getResourceAsStream(place);
        if (stream == null) {
            throw new IOException("The template " + place + " is not on the class path");
        }
        return new InputStreamReader(stream, StandardCharsets.UTF_8);
    }

}
