package io.polyplug.codegen.toml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Variant;
import io.polyplug.codegen.toml.Expression.Malformed;
import io.polyplug.codegen.toml.SourceText.Text;
import io.polyplug.contract.Repr;

/**
 * Reads one {@code [[enum]]}. Not thread-safe.
 */
final class EnumReader {

    private static final List<String> REPRS = Stream.of(Repr.values()).map(EnumReader::spelling).toList();

    private final TableNode node;

    private final Problems problems;

    private final Names names;

    private final Optional<Repr> repr;

    private final boolean bitFlag;

    private final Set<String> allNames;

    /** What is known of the variants so far. */
    private final Map<String, Known> earlier = new HashMap<>();

    /** The variants by value, as far as two must not have the same. */
    private final Map<Long, String> values = new HashMap<>();

    private boolean namesVariants;

    private boolean namesBroken;

    private EnumReader(TableNode node, List<TableNode> variants, Problems problems) {
        this.node = node;
        this.problems = problems;
        this.names = new Names(problems);
        this.repr = node.required("repr").flatMap(this::repr);
        this.bitFlag = node.flag("bitflag");
        this.allNames = variants.stream()
            .flatMap((variant) -> variant.string("name").stream())
            .map(Text::value)
            .collect(Collectors.toSet());
    }

    static Enumeration read(TableNode node, Text name, Problems problems) {
        List<TableNode> variants = node.tables("variants", Level.VARIANT);
        if (variants.isEmpty() && !node.isBroken("variants")) {
            problems.add(name.position(), node.title() + " has no variants",
                    "Add variants = [" + Level.VARIANT.example() + "]");
        }
        EnumReader reader = new EnumReader(node, variants, problems);
        List<Variant> read = variants.stream().map(reader::variant).toList();
        return new Enumeration(name.value(), reader.repr.orElse(Repr.U64), reader.bitFlag, read, node.docs(),
                name.position());
    }

    /**
     * {@return a representation as it is written}
     */
    static String spelling(Repr repr) {
        return Primitive.of(repr).spelling();
    }

    private Optional<Repr> repr(Text text) {
        Optional<Repr> known = Stream.of(Repr.values())
            .filter((other) -> spelling(other).equals(text.value()))
            .findFirst();
        if (known.isPresent()) {
            return known;
        }
        String cure = Nearest.type(text.value(), REPRS)
            .map((nearest) -> "Write " + nearest)
            .orElse("Write one of " + String.join(", ", REPRS));
        this.problems.add(text.position(), this.node.title() + " has the unknown representation '" + text.value() + "'",
                cure);
        return Optional.empty();
    }

    private Variant variant(TableNode variant) {
        Optional<Text> name = variant.required("name");
        Optional<Text> expression = variant.required("value");
        boolean unique = name.map((text) -> this.names.declare(text, variant)).orElse(false);
        this.namesVariants = false;
        OptionalLong value = expression.map((text) -> value(text, variant)).orElseGet(OptionalLong::empty);
        if (unique && value.isPresent() && !this.bitFlag) {
            checkUnique(value.getAsLong(), name.orElseThrow().value(), expression.orElseThrow(), variant);
        }
        name.ifPresent((text) -> this.earlier.putIfAbsent(text.value(), new Known(value, this.namesVariants)));
        return new Variant(name.map(Text::value).orElse(""), expression.map(Text::value).orElse(""), value.orElse(0),
                variant.docs(), name.map(Text::position).orElse(variant.position()));
    }

    private OptionalLong value(Text text, TableNode variant) {
        this.namesBroken = false;
        try {
            long value = Expression.evaluate(text.value(), this.repr.map(EnumReader::mask).orElse(-1L), this::valueOf);
            return (!this.namesBroken && isInRange(value, text.position(), variant)) ? OptionalLong.of(value)
                    : OptionalLong.empty();
        }
        catch (Malformed ex) {
            this.problems.add(text.at(ex.index()), "The value of " + variant.label() + " " + ex.getMessage(),
                    ex.cure());
            return OptionalLong.empty();
        }
    }

    private long valueOf(String name, int index) throws Malformed {
        Known known = this.earlier.get(name);
        if (known == null) {
            throw this.allNames.contains(name)
                    ? new Malformed(index, "names '" + name + "', which is not declared before it",
                            "Declare '" + name + "' further up, or write its number")
                    : new Malformed(index, "names '" + name + "', which is no variant of the enum",
                            Nearest.of(name, this.earlier.keySet().stream().sorted().toList())
                                .map((nearest) -> "Write " + nearest)
                                .orElse("Write a number, or the name of an earlier variant"));
        }
        if (known.namesVariants) {
            throw new Malformed(index, "names '" + name + "', whose own value names a variant",
                    "Write out what '" + name + "' is made of");
        }
        this.namesVariants = true;
        this.namesBroken |= known.value.isEmpty();
        return known.value.orElse(0);
    }

    private boolean isInRange(long value, Position position, TableNode variant) {
        if (this.repr.isEmpty() || (value & ~mask(this.repr.get())) == 0) {
            return true;
        }
        Repr actual = this.repr.get();
        Repr wide = Stream.of(Repr.values()).filter((other) -> (value & ~mask(other)) == 0).findFirst().orElseThrow();
        String text = this.bitFlag
                ? " has bit " + (63 - Long.numberOfLeadingZeros(value)) + ", and " + spelling(actual) + " has "
                        + actual.byteSize() * 8 + " bits"
                : " is " + Long.toUnsignedString(value) + ", and " + spelling(actual) + " ends at "
                        + Long.toUnsignedString(mask(actual));
        this.problems.add(position, variant.title() + text,
                "Write a smaller value, or repr = \"" + spelling(wide) + "\"");
        return false;
    }

    private void checkUnique(long value, String name, Text expression, TableNode variant) {
        String other = this.values.putIfAbsent(value, name);
        if (other != null) {
            this.problems.add(expression.position(), variant.title() + " has the value " + Long.toUnsignedString(value)
                    + ", which '" + other + "' has already", "Give each variant a value of its own");
        }
    }

    private static long mask(Repr repr) {
        return -1L >>> (64 - repr.byteSize() * 8);
    }

    /**
     * A variant that was read.
     *
     * @param value its value, nothing if it has a problem
     * @param namesVariants whether its expression names others
     */
    private record Known(OptionalLong value, boolean namesVariants) {
    }

}
