package io.polyplug.codegen.guest.toolchain;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.guest.model.GuestModel;
import io.polyplug.codegen.guest.model.Language;
import io.polyplug.codegen.guest.model.Names;
import io.polyplug.codegen.guest.model.Spelling;
import io.polyplug.codegen.guest.model.Templates;

/**
 * Projects in Go: one package, whose author implements one interface a contract. The
 * tables of functions are in C.
 */
public final class GoGuest implements Language {

    private static final Set<String> KEYWORDS = Set.of("break", "case", "chan", "const", "continue", "default", "defer",
            "else", "fallthrough", "for", "func", "go", "goto", "if", "import", "interface", "map", "package", "range",
            "return", "select", "struct", "switch", "type", "var");

    private static final Set<String> TAKEN_PARAMETERS = Set.of("guest", "contract", "native", "out", "result", "r", "w",
            "err", "nil", "unsafe", "error", "string", "uintptr", "byte", "len", "new", "make", "true", "false",
            "ppBool", "ppBuffer", "ppReader", "ppView", "ppWriter", "notWritten");

    private static final Set<String> TAKEN_TYPES = Set.of("GuestError", "Destroyer", "Log", "LogLevel", "LogError",
            "LogWarn", "LogInfo", "LogDebug", "LogTrace", "FirstOwn", "C");

    private static final List<String> FILES = List.of("polyplug.go", "polyplug_types.go", "polyplug_contracts.go",
            "polyplug_glue.go", "polyplug_hosts.go", "polyplug.h", "polyplug.c");

    private final Templates templates = new Templates(GoGuest.class, "go");

    /**
     * Has no state.
     */
    public GoGuest() {
    }

    @Override
    public Map<String, String> generated(GuestModel model) {
        Map<String, Object> context = context(model);
        Map<String, String> texts = new LinkedHashMap<>();
        FILES.forEach((file) -> texts.put(file, this.templates.render(file, context)));
        return texts;
    }

    @Override
    public Map<String, String> authored(GuestModel model) {
        Map<String, Object> context = context(model);
        return Map.of("go.mod", this.templates.render("go.mod", context), "plugin.go",
                this.templates.render("plugin.go", context), "plugin_test.go",
                this.templates.render("plugin_test.go", context), "README.md",
                this.templates.render("README.md", context), ".gitignore", "bundle/*.so\nbundle/*.h\n");
    }

    /** Go's runtime cannot be unmapped, so nobody need be warned that it is not. */
    @Override
    public List<String> jvmSettings() {
        return List.of("unload = \"never\"");
    }

    private static Map<String, Object> context(GuestModel model) {
        Conventions.Kind exported = new Conventions.Kind(Spelling::pascal);
        Conventions.Kind parameters = new Conventions.Kind(Spelling::camel, takenParameters(model))
            .without(KEYWORDS::contains, "%s_");
        Conventions conventions = new Conventions("//", exported.taken(taken(model)), exported, exported, parameters,
                exported, true);
        Names types = conventions.types().names();
        return new ProjectContext(model, conventions, new GoValues(model.api(), types), types).toMap();
    }

    /**
     * What stands for a type in native memory, and what reads and writes it, is called
     * after it.
     */
    private static Set<String> takenParameters(GuestModel model) {
        Set<String> taken = new HashSet<>(TAKEN_PARAMETERS);
        for (Declaration type : model.api().declarations()) {
            String name = Spelling.pascal(type.name());
            taken.addAll(List.of("native" + name, "read" + name, "write" + name));
        }
        return taken;
    }

    /** Everything in a package shares one scope, constants of enums among it. */
    private static Set<String> taken(GuestModel model) {
        Set<String> taken = new HashSet<>(TAKEN_TYPES);
        for (Contract host : model.hostContracts()) {
            String name = Spelling.pascal(model.shortName(host));
            taken.addAll(List.of("Find" + name, "Release" + name));
        }
        model.api()
            .declarations()
            .stream()
            .flatMap((type) -> (type instanceof Enumeration enumeration) ? Stream.of(enumeration) : Stream.empty())
            .forEach((type) -> type.variants()
                .forEach((variant) -> taken.add(Spelling.pascal(type.name()) + Spelling.pascal(variant.name()))));
        return taken;
    }

}
