package io.polyplug.codegen.java.reading;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Problem;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.Version;

/**
 * Reads the contracts of interfaces, and keeps the records and enums that these use. Not
 * thread-safe; one is made for each api.
 */
public final class ContractReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

    /** The greatest minor and patch number of a contract in an api. */
    private static final int GREATEST = 0xffff;

    private final TypeReader types = new TypeReader();

    private final List<Problem> problems;

    /**
     * Creates the reader.
     * @param problems gets what is wrong
     */
    public ContractReader(List<Problem> problems) {
        this.problems = problems;
    }

    /**
     * Reads an interface.
     * @param type the interface
     * @return the contract, or nothing if the interface is none
     */
    public Optional<Contract> read(Class<?> type) {
        Position position = Position.of(type.getName());
        try {
            checkPlain(type);
            return Optional.of(read(type, position));
        }
        catch (Refusal ex) {
            this.problems.add(new Problem(position, ex.text(), ex.cure()));
            return Optional.empty();
        }
    }

    /**
     * {@return the records and enums of all contracts so far, each behind those that it
     * uses}
     */
    public List<Declaration> declarations() {
        return this.types.declarations();
    }

    private static void checkPlain(Class<?> type) {
        if (!type.isInterface() || type.isAnnotation() || type.isSealed() || type.isHidden()) {
            throw new Refusal("it is not a plain interface", "Declare the functions in one");
        }
        if (type.getTypeParameters().length > 0) {
            throw new Refusal("it has type variables, and native code knows no generics", "Use concrete types");
        }
    }

    private Contract read(Class<?> type, Position position) {
        GuestContract guest = type.getAnnotation(GuestContract.class);
        HostContract host = type.getAnnotation(HostContract.class);
        if (guest != null && host != null) {
            throw new Refusal("it is both a guest and a host contract", "Declare an interface for each");
        }
        FunctionReader functions = new FunctionReader(this.types, guest != null, position, this.problems);
        if (guest != null) {
            return new Contract(Contract.Kind.GUEST, name(guest.name()), version(guest.version()), false,
                    functions.read(type), "", position);
        }
        if (host != null) {
            return new Contract(Contract.Kind.HOST, hostName(host.name()), version(host.version()), host.singleton(),
                    functions.read(type), "", position);
        }
        throw new Refusal("it has neither @GuestContract nor @HostContract",
                "Annotate the interface with the contract's name and version");
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Refusal("its contract name '" + name + "' is not made of identifiers with dots between them",
                    "Give it a name such as demo.Greeter, without version");
        }
        return name;
    }

    private static String hostName(String name) {
        if (!name.startsWith("host.")) {
            throw new Refusal(
                    "its contract name '" + name
                            + "' does not begin with 'host.', as names of host contracts have to in an api",
                    "Name it host." + name);
        }
        return name(name);
    }

    private static Version version(String text) {
        Version version;
        try {
            version = Version.parse(text);
        }
        catch (IllegalArgumentException ex) {
            throw new Refusal("its version '" + text + "' is none", "Write two or three numbers, such as 1.0 or 1.2.3");
        }
        if (Integer.compareUnsigned(version.minor(), GREATEST) > 0
                || Integer.compareUnsigned(version.patch(), GREATEST) > 0) {
            throw new Refusal("its version " + version + " has a minor or patch number above " + GREATEST,
                    "Use a smaller one");
        }
        return version;
    }

}
