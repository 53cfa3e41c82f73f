package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All methods of ours that some methods may reach, by the instructions of their class
 * files: calls by any subclass's method, and the code of lambdas where they are made.
 */
final class PinnedCode {

    private static final String OURS = "io/polyplug/";

    private final Map<String, ClassModel> classes = new HashMap<>();

    /** Subclasses and implementations, and the class itself. */
    private final Map<String, Set<String>> subclasses = new HashMap<>();

    /** Each method that was reached, with the one that it was reached from. */
    private final Map<String, String> reached = new TreeMap<>();

    private final Deque<String> open = new ArrayDeque<>();

    private final List<String> violations = new ArrayList<>();

    private final Set<String> ended = new HashSet<>();

    private final Predicate<String> waits;

    private final Set<String> ends;

    /**
     * @param places where the classes are, folders or jars
     * @param ends methods whose callees do not count: the pin has ended there
     * @param waits whether a method of others, {@code owner.name}, may wait
     */
    PinnedCode(Collection<Path> places, Set<String> ends, Predicate<String> waits) {
        this.waits = waits;
        this.ends = ends;
        places.forEach(this::read);
        this.classes.values().forEach((each) -> addToSupertypes(name(each), each));
    }

    private void read(Path place) {
        try {
            if (Files.isDirectory(place)) {
                readFolder(place);
                return;
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                readFolder(jar.getPath("/"));
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void readFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter((each) -> each.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                this.classes.put(name(model), model);
            }
        }
    }

    private static String name(ClassModel model) {
        return model.thisClass().asInternalName();
    }

    private void addToSupertypes(String subclass, ClassModel type) {
        this.subclasses.computeIfAbsent(name(type), (key) -> new HashSet<>()).add(subclass);
        Stream.concat(type.superclass().stream(), type.interfaces().stream())
            .map((each) -> this.classes.get(each.asInternalName()))
            .filter((each) -> each != null)
            .forEach((each) -> addToSupertypes(subclass, each));
    }

    /**
     * Follows the calls of methods.
     * @param owner the class
     * @param names its methods, of any signature
     */
    void follow(Class<?> owner, String... names) {
        String type = owner.getName().replace('.', '/');
        for (String name : names) {
            int before = this.reached.size();
            this.classes.get(type)
                .methods()
                .stream()
                .filter((each) -> each.methodName().equalsString(name))
                .forEach((each) -> reach(type, each, "a pin"));
            if (this.reached.size() == before
                    && this.reached.keySet().stream().noneMatch((each) -> each.startsWith(type + "." + name + "("))) {
                throw new AssertionError(owner + " has no method " + name);
            }
        }
        while (!this.open.isEmpty()) {
            String next = this.open.remove();
            look(next);
        }
    }

    private void reach(String type, MethodModel method, String from) {
        String key = type + "." + method.methodName() + method.methodType();
        if (this.ends.contains(type + "." + method.methodName())) {
            this.ended.add(type + "." + method.methodName());
        }
        else if (this.reached.putIfAbsent(key, from) == null) {
            this.open.add(key);
        }
    }

    private void look(String key) {
        String type = key.substring(0, key.indexOf('.'));
        MethodModel method = this.classes.get(type)
            .methods()
            .stream()
            .filter((each) -> key.equals(type + "." + each.methodName() + each.methodType()))
            .findFirst()
            .orElseThrow();
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            violated(key, "is synchronized");
        }
        method.code().ifPresent((code) -> code.forEach((element) -> look(key, element)));
    }

    private void look(String key, CodeElement element) {
        if (element instanceof MonitorInstruction monitor && monitor.opcode() == Opcode.MONITORENTER) {
            violated(key, "takes a monitor");
        }
        else if (element instanceof InvokeInstruction call) {
            call(key, call.owner().asInternalName(), call.name().stringValue(), call.type().stringValue(),
                    call.opcode());
        }
        else if (element instanceof InvokeDynamicInstruction lambda) {
            for (Object argument : lambda.bootstrapArgs()) {
                if (argument instanceof DirectMethodHandleDesc handle) {
                    String owner = handle.owner().descriptorString();
                    call(key, owner.substring(1, owner.length() - 1), handle.methodName(), handle.lookupDescriptor(),
                            Opcode.INVOKEVIRTUAL);
                }
            }
        }
    }

    private void call(String key, String owner, String name, String type, Opcode opcode) {
        if (!owner.startsWith(OURS)) {
            if (this.waits.test(owner.replace('/', '.') + "." + name)) {
                violated(key, "calls " + owner.replace('/', '.') + "." + name);
            }
            return;
        }
        boolean exact = opcode == Opcode.INVOKESTATIC || opcode == Opcode.INVOKESPECIAL;
        declaring(owner, name, type, key);
        if (!exact) {
            this.subclasses.getOrDefault(owner, Set.of()).forEach((each) -> declaring(each, name, type, key));
        }
    }

    /** The method that a class has or inherits. */
    private void declaring(String type, String name, String descriptor, String from) {
        ClassModel model = this.classes.get(type);
        if (model == null) {
            return;
        }
        for (MethodModel each : model.methods()) {
            if (each.methodName().equalsString(name) && each.methodType().equalsString(descriptor)) {
                reach(type, each, from);
                return;
            }
        }
        Stream.concat(model.superclass().stream(), model.interfaces().stream())
            .forEach((each) -> declaring(each.asInternalName(), name, descriptor, from));
    }

    private void violated(String key, String what) {
        StringBuilder way = new StringBuilder(key.substring(OURS.length())).append(' ').append(what);
        for (String from = this.reached.get(key); this.reached.containsKey(from); from = this.reached.get(from)) {
            way.append(", from ").append(from.substring(OURS.length(), from.indexOf('(')));
        }
        this.violations.add(way.toString());
    }

    /** Returns what may wait, each with the way to it. */
    List<String> violations() {
        return this.violations;
    }

    /** Returns the methods that were reached. */
    Set<String> reached() {
        return this.reached.keySet();
    }

    /** Returns the ends that were met. */
    Set<String> ended() {
        return this.ended;
    }

}
