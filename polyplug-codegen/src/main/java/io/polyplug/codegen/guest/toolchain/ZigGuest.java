package io.polyplug.codegen.guest.toolchain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.polyplug.codegen.guest.model.GuestModel;
import io.polyplug.codegen.guest.model.Language;
import io.polyplug.codegen.guest.model.Names;
import io.polyplug.codegen.guest.model.Spelling;
import io.polyplug.codegen.guest.model.Templates;

/**
 * Projects in Zig, whose author writes a struct a contract.
 */
public final class ZigGuest implements Language {

    private static final Set<String> KEYWORDS = Set.of("addrspace", "align", "allowzero", "and", "anyframe", "anytype",
            "asm", "break", "callconv", "catch", "comptime", "const", "continue", "defer", "else", "enum", "errdefer",
            "error", "export", "extern", "fn", "for", "if", "inline", "linksection", "noalias", "noinline", "nosuspend",
            "opaque", "or", "orelse", "packed", "pub", "resume", "return", "struct", "suspend", "switch", "test",
            "threadlocal", "try", "union", "unreachable", "var", "volatile", "while", "async", "await");

    /** Nothing but a field may be called like these. */
    private static final Predicate<String> PRIMITIVES = Pattern
        .compile("[iu][0-9]+|f(16|32|64|80|128)|[iu]size|c_[a-z]+|comptime_(int|float)|any(error|opaque)|bool|type|void"
                + "|noreturn|true|false|null|undefined")
        .asMatchPredicate();

    private static final Conventions.Kind PLAIN = new Conventions.Kind(Spelling::snake).without(KEYWORDS::contains,
            "@\"%s\"");

    private static final Conventions.Kind PLAIN_OR_OTHER = PLAIN.without(PRIMITIVES, "%s_");

    /**
     * What the projects call their own: nothing in Zig may be called like something
     * around it.
     */
    private static final Set<String> TAKEN = Set.of("init", "deinit", "self", "call", "native", "out", "io", "std",
            "abi", "forms", "types", "host", "polyplug", "not_written", "contract");

    private static final Conventions CONVENTIONS = new Conventions("///", new Conventions.Kind(Spelling::pascal),
            new Conventions.Kind(Spelling::camel, TAKEN).without(KEYWORDS::contains, "@\"%s\"")
                .without(PRIMITIVES, "%s_"),
            PLAIN, PLAIN_OR_OTHER.taken(TAKEN), PLAIN_OR_OTHER.taken(Set.of("bits", "contains", "with")), false);

    private final Templates templates = new Templates(ZigGuest.class, "zig");

    /**
     * Has no state.
     */
    public ZigGuest() {
    }

    @Override
    public Map<String, String> generated(GuestModel model) {
        Map<String, Object> context = context(model);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("src/bundle.zig", this.templates.render("bundle.zig", context));
        for (String file : List.of("polyplug.zig", "abi.zig", "types.zig", "forms.zig", "host.zig")) {
            texts.put("src/generated/" + file, this.templates.render(file, context));
        }
        return texts;
    }

    @Override
    public Map<String, String> authored(GuestModel model) {
        Map<String, Object> context = context(model);
        return Map.of("build.zig", this.templates.render("build.zig", context), "src/plugin.zig",
                this.templates.render("plugin.zig", context), "README.md", this.templates.render("README.md", context),
                ".gitignore", ".zig-cache/\nzig-out/\nbundle/*.so\n");
    }

    private static Map<String, Object> context(GuestModel model) {
        Names types = CONVENTIONS.types().names();
        return new ProjectContext(model, CONVENTIONS, new ZigValues(model.api(), types, CONVENTIONS.variants()), types)
            .toMap();
    }

}
