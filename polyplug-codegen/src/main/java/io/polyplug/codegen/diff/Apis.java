package io.polyplug.codegen.diff;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Layout;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;

/**
 * The two apis that are compared, and which types of one are those of the other.
 * Immutable.
 */
record Apis(Api before, Api after) {

    /**
     * Returns the later form of a contract.
     * @return the contract of the same kind, name and major version, or nothing
     */
    Optional<Contract> laterFormOf(Contract earlier) {
        List<Contract> candidates = switch (earlier.kind()) {
            case GUEST -> this.after.guestContracts();
            case HOST -> this.after.hostContracts();
        };
        return candidates.stream()
            .filter((contract) -> contract.name().equals(earlier.name())
                    && contract.version().major() == earlier.version().major())
            .findFirst();
    }

    /**
     * Returns whether a type is another one's later form: it has the same name, whatever
     * became of what that stands for, or another name and the same form.
     */
    boolean isSame(Type earlier, Type later) {
        if (earlier instanceof Primitive || later instanceof Primitive) {
            return earlier.equals(later);
        }
        return earlier.spelling().equals(later.spelling()) || haveSameForm(this.before.declaration((Reference) earlier),
                this.after.declaration((Reference) later));
    }

    /**
     * Returns whether fields or parameters are of the same types one by one.
     */
    boolean areSame(List<Field> earlier, List<Field> later) {
        boolean same = earlier.size() == later.size();
        for (int i = 0; same && i < earlier.size(); i++) {
            same = isSame(earlier.get(i).type(), later.get(i).type());
        }
        return same;
    }

    /**
     * Returns whether both are nothing, or types of which one is the other's later form.
     */
    boolean areSame(Optional<Type> earlier, Optional<Type> later) {
        return (earlier.isPresent() && later.isPresent()) ? isSame(earlier.get(), later.get())
                : earlier.isEmpty() && later.isEmpty();
    }

    /**
     * Returns whether functions take and return the same types.
     */
    boolean hasSameTypes(Function earlier, Function later) {
        return areSame(earlier.parameters(), later.parameters()) && areSame(earlier.result(), later.result());
    }

    /**
     * Returns whether a type of the earlier api differs from one of the later at most by
     * names.
     */
    boolean haveSameForm(Declaration earlier, Declaration later) {
        if (earlier instanceof Struct one && later instanceof Struct other) {
            return areSame(one.fields(), other.fields());
        }
        return earlier instanceof Enumeration one && later instanceof Enumeration other && one.repr() == other.repr()
                && one.bitFlag() == other.bitFlag() && values(one).equals(values(other));
    }

    private static Set<Long> values(Enumeration enumeration) {
        return enumeration.variants().stream().map(Variant::value).collect(Collectors.toSet());
    }

    /**
     * Returns how many bytes fields or parameters have, in words.
     */
    String sizes(List<Field> earlier, List<Field> later) {
        int had = Layout.of(this.before, earlier).size();
        int has = Layout.of(this.after, later).size();
        return (had == has) ? has + " bytes as before" : has + " bytes in place of " + had;
    }

}
