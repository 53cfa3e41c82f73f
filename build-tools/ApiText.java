import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Prints the types of a package as Java without bodies of methods, and notes what has to be imported for that. Used by
 * {@link PublicApi}.
 */
record ApiText(Elements elements, Types types, PackageElement pack, Map<String, String> imports) {

    static final Comparator<Element> BY_NAME = Comparator.comparing((Element each) -> each.getSimpleName().toString())
        .thenComparing(Element::toString);

    private static final Pattern ANNOTATION = Pattern.compile("@((?:[a-z]\\w*\\.)+)([A-Z]\\w*)");

    private static final Pattern NAME = Pattern.compile("\\b((?:[a-z]\\w*\\.)+)((?:@\\w+ )*)([A-Z]\\w*)");

    private static final Set<String> OWN = Set.of("equals(java.lang.Object)", "hashCode()", "toString()");

    static boolean isApi(Element element) {
        return element.getModifiers().contains(Modifier.PUBLIC) || element.getModifiers().contains(Modifier.PROTECTED);
    }

    String type(TypeElement type, String indent) {
        StringBuilder text = new StringBuilder(annotations(type, indent)).append(indent).append(modifiers(type));
        text.append(switch (type.getKind()) {
            case ANNOTATION_TYPE -> "@interface ";
            case INTERFACE -> "interface ";
            case RECORD -> "record ";
            case ENUM -> "enum ";
            default -> "class ";
        }).append(type.getSimpleName()).append(parameters(type.getTypeParameters()));
        if (type.getKind() == ElementKind.RECORD) {
            text.append(type.getRecordComponents().stream()
                .map((each) -> print(each.asType()) + " " + each.getSimpleName()).collect(Collectors.joining(", ", "(", ")")));
        }
        text.append(parents(type)).append(" {\n");
        if (type.getKind() == ElementKind.ENUM) {
            text.append(indent).append("    ").append(type.getEnclosedElements().stream()
                .filter((each) -> each.getKind() == ElementKind.ENUM_CONSTANT)
                .map((each) -> each.getSimpleName() + body(type)).collect(Collectors.joining(", "))).append(";\n");
        }
        members(type, indent + "    ").forEach(text::append);
        return text.append(indent).append("}\n").toString();
    }

    /** That of a constant, which has one where the enum leaves methods to its constants. */
    private String body(TypeElement type) {
        return !type.getModifiers().contains(Modifier.ABSTRACT) ? ""
                : ElementFilter.methodsIn(this.elements.getAllMembers(type)).stream()
                    .filter((each) -> each.getModifiers().contains(Modifier.ABSTRACT)).sorted(BY_NAME)
                    .map((each) -> "public " + print(each.getReturnType()) + " " + each.getSimpleName() + arguments(each)
                            + " { throw null; } ")
                    .collect(Collectors.joining("", " { ", "}"));
    }

    private List<String> members(TypeElement type, String indent) {
        List<String> all = new ArrayList<>();
        api(ElementFilter.fieldsIn(type.getEnclosedElements())).filter((each) -> each.getKind() == ElementKind.FIELD)
            .forEach((each) -> all.add(field(each, indent)));
        all.addAll(constructors(type, indent));
        api(ElementFilter.methodsIn(type.getEnclosedElements())).filter((each) -> !isImplied(each))
            .forEach((each) -> all.add(method(each, indent)));
        api(ElementFilter.typesIn(type.getEnclosedElements())).forEach((each) -> all.add(type(each, indent)));
        return all;
    }

    private static <E extends Element> Stream<E> api(List<E> members) {
        return members.stream().filter(ApiText::isApi).sorted(BY_NAME);
    }

    private String field(VariableElement field, String indent) {
        Object constant = field.getConstantValue();
        String value = (constant != null) ? this.elements.getConstantExpression(constant) : nothing(field.asType());
        return annotations(field, indent) + indent + modifiers(field) + print(field.asType()) + " "
                + field.getSimpleName() + " = " + value + ";\n";
    }

    /** One that nobody can name stands for those that nobody can call, so that there is none by default. */
    private List<String> constructors(TypeElement type, String indent) {
        if (type.getKind() != ElementKind.CLASS && type.getKind() != ElementKind.RECORD) {
            return List.of();
        }
        List<String> all = api(ElementFilter.constructorsIn(type.getEnclosedElements()))
            .filter((each) -> !isCanonical(each, type))
            .map((each) -> annotations(each, indent) + indent + modifiers(each) + parameters(each.getTypeParameters(), " ")
                    + type.getSimpleName() + arguments(each) + thrown(each) + " {" + first(type) + "}\n")
            .toList();
        if (!all.isEmpty() || type.getKind() == ElementKind.RECORD) {
            return all;
        }
        String access = type.getModifiers().contains(Modifier.FINAL) ? "private " : "";
        return List.of(indent + access + type.getSimpleName() + "() {" + first(type) + "}\n");
    }

    private boolean isCanonical(ExecutableElement constructor, TypeElement type) {
        List<? extends Element> components = type.getRecordComponents();
        List<? extends Element> given = constructor.getParameters();
        return type.getKind() == ElementKind.RECORD && components.size() == given.size()
                && Stream.iterate(0, (i) -> i < given.size(), (i) -> i + 1).allMatch((i) -> this.types
                    .isSameType(this.types.erasure(components.get(i).asType()), this.types.erasure(given.get(i).asType())));
    }

    /** What a constructor has to call. */
    private String first(TypeElement type) {
        if (type.getKind() == ElementKind.RECORD) {
            return " this(" + nothings(type.getRecordComponents(), type) + "); ";
        }
        TypeElement parent = (TypeElement) ((DeclaredType) type.getSuperclass()).asElement();
        List<ExecutableElement> theirs = api(ElementFilter.constructorsIn(parent.getEnclosedElements())).toList();
        return (theirs.isEmpty() || theirs.stream().anyMatch((each) -> each.getParameters().isEmpty())) ? " "
                : " super(" + nothings(theirs.get(0).getParameters(), parent) + "); ";
    }

    /** With types where the number of them does not tell which constructor is meant. */
    private String nothings(List<? extends Element> values, TypeElement made) {
        boolean plain = ElementFilter.constructorsIn(made.getEnclosedElements()).stream()
            .filter((each) -> each.getParameters().size() == values.size()).count() == 1;
        return values.stream().map((each) -> (plain ? "" : "(" + print(this.types.erasure(each.asType())) + ") ")
                + nothing(each.asType())).collect(Collectors.joining(", "));
    }

    private static String nothing(TypeMirror type) {
        return switch (type.getKind()) {
            case BOOLEAN -> "false";
            case BYTE, SHORT, INT, LONG, CHAR, FLOAT, DOUBLE -> "0";
            default -> "null";
        };
    }

    /** Those that the compiler makes. */
    private boolean isImplied(ExecutableElement method) {
        TypeElement type = (TypeElement) method.getEnclosingElement();
        return switch (type.getKind()) {
            case ENUM -> method.getModifiers().contains(Modifier.STATIC)
                    && (method.toString().equals("values()") || method.toString().equals("valueOf(java.lang.String)"));
            case RECORD -> (method.getParameters().isEmpty() && type.getRecordComponents().stream()
                .anyMatch((each) -> each.getSimpleName().equals(method.getSimpleName())))
                    || (OWN.contains(method.toString()) && method.getModifiers().contains(Modifier.FINAL));
            default -> false;
        };
    }

    private String method(ExecutableElement method, String indent) {
        boolean body = !method.getModifiers().contains(Modifier.ABSTRACT);
        AnnotationValue value = method.getDefaultValue();
        return annotations(method, indent) + indent + modifiers(method) + parameters(method.getTypeParameters(), " ")
                + print(method.getReturnType()) + " " + method.getSimpleName() + arguments(method) + thrown(method)
                + ((value != null) ? " default " + print(value) : "") + (body ? " { throw null; }" : ";") + "\n";
    }

    private String arguments(ExecutableElement method) {
        List<String> all = new ArrayList<>();
        for (VariableElement each : method.getParameters()) {
            all.add(print(each.asType()) + " " + each.getSimpleName());
        }
        if (method.isVarArgs()) {
            int last = all.size() - 1;
            all.set(last, all.get(last).replaceFirst("\\[] (\\w+)$", "... $1"));
        }
        return "(" + String.join(", ", all) + ")";
    }

    private String thrown(ExecutableElement method) {
        return method.getThrownTypes().isEmpty() ? "" : method.getThrownTypes().stream().map(this::print)
            .collect(Collectors.joining(", ", " throws ", ""));
    }

    private String parameters(List<? extends TypeParameterElement> parameters, String... after) {
        return parameters.isEmpty() ? "" : parameters.stream().map(this::parameter)
            .collect(Collectors.joining(", ", "<", ">" + String.join("", after)));
    }

    private String parameter(TypeParameterElement parameter) {
        String bounds = parameter.getBounds().stream().map(this::print).filter((each) -> !each.equals("Object"))
            .collect(Collectors.joining(" & "));
        return parameter.getSimpleName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private String parents(TypeElement type) {
        boolean isInterface = type.getKind().isInterface();
        StringBuilder text = new StringBuilder();
        if (type.getKind() == ElementKind.CLASS && !print(type.getSuperclass()).equals("Object")) {
            text.append(" extends ").append(print(type.getSuperclass()));
        }
        if (!type.getInterfaces().isEmpty() && type.getKind() != ElementKind.ANNOTATION_TYPE) {
            text.append(type.getInterfaces().stream().map(this::print)
                .collect(Collectors.joining(", ", isInterface ? " extends " : " implements ", "")));
        }
        if (type.getModifiers().contains(Modifier.SEALED) && type.getKind() != ElementKind.ENUM) {
            text.append(type.getPermittedSubclasses().stream().map(this::print).sorted()
                .collect(Collectors.joining(", ", " permits ", "")));
        }
        return text.toString();
    }

    private String modifiers(Element element) {
        Set<Modifier> modifiers = new TreeSet<>(element.getModifiers());
        Element outer = element.getEnclosingElement();
        modifiers.removeAll(List.of(Modifier.NATIVE, Modifier.SYNCHRONIZED, Modifier.STRICTFP));
        if (element.getKind().isInterface()) {
            modifiers.remove(Modifier.ABSTRACT);
        }
        if (element.getKind() == ElementKind.RECORD || element.getKind() == ElementKind.ENUM) {
            modifiers.removeAll(List.of(Modifier.FINAL, Modifier.STATIC, Modifier.SEALED, Modifier.ABSTRACT));
        }
        if (element.getKind().isInterface() && outer instanceof TypeElement) {
            modifiers.remove(Modifier.STATIC);
        }
        if (outer instanceof TypeElement holder && holder.getKind().isInterface()) {
            modifiers.removeAll(List.of(Modifier.PUBLIC, Modifier.ABSTRACT));
            if (!(element instanceof ExecutableElement)) {
                modifiers.removeAll(List.of(Modifier.STATIC));
            }
            if (element instanceof VariableElement) {
                modifiers.remove(Modifier.FINAL);
            }
        }
        return modifiers.stream().map((each) -> each + " ").collect(Collectors.joining());
    }

    /** Those of Java and our own; what others mean to frameworks is no matter of the signature. */
    private String annotations(Element element, String indent) {
        return element.getAnnotationMirrors().stream()
            .filter((each) -> each.getAnnotationType().toString().matches("(java\\.lang|io\\.polyplug)\\..*"))
            .map((each) -> indent + print(each) + "\n").sorted().collect(Collectors.joining());
    }

    private String print(AnnotationMirror annotation) {
        String values = annotation.getElementValues().entrySet().stream()
            .map((each) -> each.getKey().getSimpleName() + " = " + print(each.getValue())).sorted()
            .collect(Collectors.joining(", "));
        return "@" + print(annotation.getAnnotationType()) + (values.isEmpty() ? "" : "(" + values + ")");
    }

    private String print(AnnotationValue value) {
        return switch (value.getValue()) {
            case List<?> all -> all.stream().map((each) -> print((AnnotationValue) each))
                .collect(Collectors.joining(", ", "{ ", " }")).replace("{  }", "{}");
            case VariableElement constant -> print(constant.getEnclosingElement().asType()) + "." + constant.getSimpleName();
            case TypeMirror type -> print(type) + ".class";
            case AnnotationMirror nested -> print(nested);
            default -> this.elements.getConstantExpression(value.getValue());
        };
    }

    private String print(TypeMirror type) {
        String plain = ANNOTATION.matcher(type.toString()).replaceAll((each) -> "@" + shorten(each.group(1), each.group(2), ""));
        return NAME.matcher(plain).replaceAll((each) -> shorten(each.group(1), each.group(3), each.group(2)))
            .replaceAll(",(?=\\S)", ", ");
    }

    /** Notes an import, unless the simple name means something else. */
    private String shorten(String prefix, String simple, String annotations) {
        String name = prefix + simple;
        String here = this.pack.getQualifiedName() + "." + simple;
        if (name.equals(here) || (prefix.equals("java.lang.") && this.elements.getTypeElement(here) == null)) {
            return annotations + simple;
        }
        boolean taken = this.elements.getTypeElement(here) != null || this.elements.getTypeElement("java.lang." + simple) != null
                || !this.imports.computeIfAbsent(simple, (first) -> name).equals(name);
        return taken ? prefix + annotations + simple : annotations + simple;
    }

}
