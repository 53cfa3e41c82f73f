package io.polyplug.codegen.guest.toolchain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.polyplug.codegen.guest.model.GuestModel;
import io.polyplug.codegen.guest.model.Language;
import io.polyplug.codegen.guest.model.Names;
import io.polyplug.codegen.guest.model.Spelling;
import io.polyplug.codegen.guest.model.Templates;

/**
 * Projects in Rust: a crate without dependencies, whose author implements one trait a
 * contract.
 */
public final class RustGuest implements Language {

    private static final Set<String> KEYWORDS = Set.of("abstract", "as", "async", "await", "become", "box", "break",
            "const", "continue", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
            "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
            "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
            "virtual", "where", "while", "yield");

    private static final Set<String> TAKEN_PARAMETERS = Set.of("self", "super", "crate", "native", "out", "result",
            "texts");

    private static final Set<String> TAKEN_TYPES = Set.of("Self", "GuestError", "Default", "Result", "Ok", "Err",
            "Option", "Some", "None", "String", "Vec", "Drop", "Send", "Sync", "Clone", "Copy");

    private static final Conventions.Kind PLAIN = new Conventions.Kind(Spelling::snake)
        .without(Set.of("self", "super", "crate")::contains, "%s_")
        .without(KEYWORDS::contains, "r#%s");

    private static final Conventions CONVENTIONS = new Conventions("///",
            new Conventions.Kind(Spelling::pascal, TAKEN_TYPES), PLAIN, PLAIN, PLAIN.taken(TAKEN_PARAMETERS),
            new Conventions.Kind(Spelling::pascal).without(Set.of("Self")::contains, "%s_"), true);

    private final Templates templates = new Templates(RustGuest.class, "rust");

    /**
     * Has no state.
     */
    public RustGuest() {
    }

    @Override
    public Map<String, String> generated(GuestModel model) {
        Map<String, Object> context = context(model);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String file : new String[] { "mod", "abi", "types", "native", "contracts", "glue", "host" }) {
            texts.put("src/generated/" + file + ".rs", this.templates.render(file, context));
        }
        return texts;
    }

    @Override
    public Map<String, String> authored(GuestModel model) {
        Map<String, Object> context = context(model);
        return Map.of("Cargo.toml", this.templates.render("cargo", context), "src/lib.rs",
                this.templates.render("lib", context), "README.md", this.templates.render("readme", context),
                ".gitignore", "target/\nbundle/*.so\n");
    }

    private static Map<String, Object> context(GuestModel model) {
        Names types = CONVENTIONS.types().names();
        return new ProjectContext(model, CONVENTIONS, new RustValues(model.api(), types), types).toMap();
    }

}
