package io.polyplug.codegen.diff;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.diff.Correspondence.Kept;
import io.polyplug.codegen.diff.Difference.Kind;
import io.polyplug.codegen.diff.Difference.Party;

/**
 * Compares records and enums. What changes the bytes of a type breaks whoever exchanges
 * values of it, and nobody if no contract of both apis uses it.
 */
final class TypeDiff {

    private final Apis apis;

    private final Findings findings;

    private final Exposure exposure;

    TypeDiff(Apis apis, Findings findings) {
        this.apis = apis;
        this.findings = findings;
        this.exposure = new Exposure(apis);
    }

    void compare() {
        for (Declaration earlier : this.apis.before().declarations()) {
            Optional<Declaration> later = named(this.apis.after().declarations(), earlier.name());
            later.ifPresentOrElse((found) -> compare(earlier, found), () -> removed(earlier));
        }
    }

    private static Optional<Declaration> named(List<Declaration> declarations, String name) {
        return declarations.stream().filter((declaration) -> declaration.name().equals(name)).findFirst();
    }

    private void removed(Declaration earlier) {
        Optional<Declaration> renamed = this.apis.after()
            .declarations()
            .stream()
            .filter((declaration) -> named(this.apis.before().declarations(), declaration.name()).isEmpty())
            .filter((declaration) -> this.apis.haveSameForm(earlier, declaration))
            .findFirst();
        Set<Party> parties = this.exposure.partiesOf(earlier);
        renamed.ifPresentOrElse(
                (later) -> this.findings.compatible(Kind.TYPE_RENAMED, parties, later.name(),
                        "The type was " + earlier.name() + " and is " + later.name()
                                + ", with the same form: sources that name it do not compile, and nothing else happens",
                        later.position()),
                () -> this.findings.compatible(Kind.TYPE_REMOVED, parties, earlier.name(),
                        "The type was removed. Where a function or a record of both apis used it, that is told there",
                        earlier.position()));
    }

    private void compare(Declaration earlier, Declaration later) {
        if (earlier instanceof Struct one && later instanceof Struct other) {
            compare(one, other);
        }
        else if (earlier instanceof Enumeration one && later instanceof Enumeration other) {
            new EnumerationDiff(this).compare(one, other);
        }
        else {
            bytesChanged(Kind.TYPE_REPLACED, later, "It is " + kind(later) + " and was " + kind(earlier),
                    later.position());
        }
    }

    private static String kind(Declaration declaration) {
        return (declaration instanceof Struct) ? "a record" : "an enum";
    }

    private void compare(Struct earlier, Struct later) {
        Correspondence<Field> fields = Correspondence.between(earlier.fields(), later.fields(), Field::name,
                (one, other) -> this.apis.isSame(one.type(), other.type()));
        String size = ". The record has " + this.apis.sizes(earlier.fields(), later.fields());
        fields.kept().forEach((kept) -> compare(later, kept, size));
        for (Field field : fields.removed()) {
            bytesChanged(Kind.FIELD_REMOVED, later, "Field " + field.name() + " was removed" + size, later.position());
        }
        for (int place : fields.added()) {
            Field field = later.fields().get(place);
            bytesChanged(Kind.FIELD_ADDED, later, "Field " + field.name() + " was added" + size, field.position());
        }
    }

    private void compare(Struct record, Kept<Field> kept, String size) {
        Field field = kept.later();
        if (kept.moved()) {
            bytesChanged(Kind.FIELD_MOVED, record,
                    "Field " + field.name() + " moved from place " + kept.from() + " to " + kept.to() + size,
                    field.position());
        }
        if (!this.apis.isSame(kept.earlier().type(), field.type())) {
            bytesChanged(Kind.FIELD_RETYPED, record, "Field " + field.name() + " is " + field.type().spelling()
                    + " and was " + kept.earlier().type().spelling() + size, field.position());
        }
        if (kept.renamed()) {
            nameChanged(Kind.FIELD_RENAMED, record,
                    "Field " + kept.to() + " was " + kept.earlier().name() + " and is " + field.name(),
                    field.position());
        }
    }

    /**
     * Adds what changes a type's bytes or what they mean.
     */
    void bytesChanged(Kind kind, Declaration type, String text, Position position) {
        Set<Party> parties = this.exposure.partiesOf(type);
        if (parties.isEmpty()) {
            this.findings.compatible(kind, parties, type.name(),
                    text + ". No contract that is in both apis used the type", position);
        }
        else {
            this.findings.breaking(kind, parties, type.name(),
                    text + ". It is exchanged through " + this.exposure.contractsOf(type), position);
        }
    }

    /**
     * Adds what changes nothing but a name.
     */
    void nameChanged(Kind kind, Declaration type, String text, Position position) {
        this.findings.compatible(kind, this.exposure.partiesOf(type), type.name(),
                text + ": sources that name it do not compile, and nothing else happens", position);
    }

    /**
     * Adds a value that a type did not have.
     */
    void valueAdded(Declaration type, String text, Position position) {
        Set<Party> surprised = this.exposure.surprised(type);
        if (surprised.isEmpty()) {
            this.findings.compatible(Kind.VARIANT_ADDED, Set.of(), type.name(),
                    text + ", and nobody who lacks it is given it", position);
        }
        else {
            this.findings.breaking(Kind.VARIANT_ADDED, surprised, type.name(), text
                    + ": whoever was built with the earlier api and is given it fails with an unknown value. Raise the"
                    + " major version, or add the value to another enum", position);
        }
    }

}
