package io.polyplug.codegen.guest.cmake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.polyplug.codegen.guest.model.GuestModel;
import io.polyplug.codegen.guest.model.Language;
import io.polyplug.codegen.guest.model.Templates;

/**
 * Projects that CMake builds: C11, with a function of the author's for each function of a
 * contract, and C++17, with a class for each contract.
 */
public final class CmakeLanguage implements Language {

    private static final String ABI = "polyplug_abi.h";

    private final Dialect dialect;

    private final String header;

    private final String source;

    private final List<String> common;

    private final Templates templates;

    private CmakeLanguage(String suffix, Dialect dialect, List<String> common) {
        this.dialect = dialect;
        this.header = ".h" + suffix;
        this.source = ".c" + suffix;
        this.common = common;
        this.templates = new Templates(CmakeLanguage.class, "c" + suffix);
    }

    /**
     * {@return projects in C}
     */
    public static Language c() {
        return new CmakeLanguage("", new CDialect(),
                List.of("types.h", "guest_call.h", "guest_call.c", "guest_test.h", "bundle.c"));
    }

    /**
     * {@return projects in C++}
     */
    public static Language cpp() {
        return new CmakeLanguage("pp", new CppDialect(),
                List.of("types.hpp", "wire.hpp", "guest.hpp", "guest.cpp", "guest_test.hpp", "bundle.cpp"));
    }

    @Override
    public Map<String, String> generated(GuestModel model) {
        ProjectView view = new ProjectView(model, this.dialect);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("generated/" + ABI, abiHeader());
        texts.put("generated/exports.map", this.templates.render("exports.map", view.root()));
        for (String name : this.common) {
            texts.put("generated/" + name, this.templates.render(name, view.root()));
        }
        for (Map<String, Object> contract : view.contracts()) {
            texts.put("generated/" + contract.get("label") + this.header,
                    this.templates.render("contract" + this.header, contract));
        }
        for (Map<String, Object> host : view.hosts()) {
            texts.put("generated/" + host.get("label") + this.header,
                    this.templates.render("host" + this.header, host));
            texts.put("generated/" + host.get("label") + this.source,
                    this.templates.render("host" + this.source, host));
        }
        return texts;
    }

    @Override
    public Map<String, String> authored(GuestModel model) {
        ProjectView view = new ProjectView(model, this.dialect);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(".gitignore", "/build/\n/bundle/*.so\n");
        texts.put("CMakeLists.txt", this.templates.render("CMakeLists.txt", view.root()));
        texts.put("README.md", this.templates.render("README.md", view.root()));
        for (Map<String, Object> contract : view.contracts()) {
            texts.put("src/" + contract.get("label") + this.source,
                    this.templates.render("source" + this.source, contract));
            texts.put("test/" + contract.get("label") + "_test" + this.source,
                    this.templates.render("test" + this.source, contract));
        }
        return texts;
    }

    /** The header is in another module, if modules are what it is run from. */
    private static String abiHeader() {
        try (InputStream stream = CmakeLanguage.class.getClassLoader().getResourceAsStream("include/" + ABI)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "The header include/" + ABI + " is not on the class path. Put polyplug-abi there");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
