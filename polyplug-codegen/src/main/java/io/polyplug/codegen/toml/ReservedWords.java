package io.polyplug.codegen.toml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words that cannot be names, by the languages for which upstream generates code, and
 * Java, whose methods and parameters have the names of the api. Names that begin like
 * those of upstream's generated code are reserved, too. C, Go and Zig are not among them:
 * guests in those languages write another name where a word is taken. Languages are
 * compared with the words that they reserve, as those are spelt.
 */
final class ReservedWords {

    private static final String RUST = """
            _ abstract as async await become box break const continue crate do dyn else enum extern false final fn for
            if impl in let loop macro match mod move mut override priv pub ref return self Self static struct super
            trait true try type typeof unsafe unsized use virtual where while yield""";

    private static final String CPP = """
            alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class
            co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype
            default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline
            int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public
            register reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch
            template this thread_local throw true try typedef typeid typename union unsigned using virtual void volatile
            wchar_t while xor xor_eq""";

    private static final String CSHARP = """
            abstract as base bool break byte case catch char checked class const continue decimal default delegate do
            double else enum event explicit extern false finally fixed float for foreach goto if implicit in int
            interface internal is lock long namespace new null object operator out override params private protected
            public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true
            try typeof uint ulong unchecked unsafe ushort using virtual void volatile while""";

    private static final String PYTHON = """
            False None True and as assert async await break class continue def del elif else except finally for from
            global if import in is lambda nonlocal not or pass raise return try while with yield""";

    private static final String LUA = """
            and break do else elseif end false for function goto if in local nil not or repeat return then true until
            while""";

    private static final String JAVASCRIPT = """
            arguments await break case catch class const continue debugger default delete do else enum eval export
            extends false finally for function if implements import in instanceof interface let new null package private
            protected public return static super switch this throw true try typeof var void while with yield""";

    private static final String JAVA = """
            _ abstract assert boolean break byte case catch char class const continue default do double else enum
            extends false final finally float for goto if implements import instanceof int interface long native new
            null package private protected public return short static strictfp super switch synchronized this throw
            throws transient true try void volatile while""";

    private static final Map<String, Set<String>> WORDS = words();

    private ReservedWords() {
    }

    private static Map<String, Set<String>> words() {
        Map<String, Set<String>> words = new LinkedHashMap<>();
        words.put("Rust", Set.of(RUST.split("\\s+", -1)));
        words.put("C++", Set.of(CPP.split("\\s+", -1)));
        words.put("C#", Set.of(CSHARP.split("\\s+", -1)));
        words.put("Python", Set.of(PYTHON.split("\\s+", -1)));
        words.put("Lua", Set.of(LUA.split("\\s+", -1)));
        words.put("JavaScript", Set.of(JAVASCRIPT.split("\\s+", -1)));
        words.put("Java", Set.of(JAVA.split("\\s+", -1)));
        return words;
    }

    /**
     * {@return the languages that reserve a word, in a fixed order; none if it is free}
     */
    static List<String> languages(String word) {
        if (word.startsWith("polyplug_") || word.startsWith("_polyplug")) {
            return List.of("polyplug");
        }
        return WORDS.entrySet()
            .stream()
            .filter((language) -> language.getValue().contains(word))
            .map(Map.Entry::getKey)
            .toList();
    }

}
