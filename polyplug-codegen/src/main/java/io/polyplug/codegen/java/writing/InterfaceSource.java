package io.polyplug.codegen.java.writing;

import java.util.Optional;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.java.naming.JavaNames;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.HostContractId;
import io.polyplug.contract.SideEffectFree;

/**
 * Writes the interface of a contract.
 */
final class InterfaceSource {

    private final JavaTypes types;

    InterfaceSource(JavaTypes types) {
        this.types = types;
    }

    TypeSpec of(Contract contract) {
        boolean isGuest = contract.kind() == Contract.Kind.GUEST;
        TypeSpec.Builder type = TypeSpec.interfaceBuilder(this.types.classOf(contract.simpleName()))
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(Javadoc
                .of(contract.docs(),
                        "The contract {@code " + contract.name() + "}, which "
                                + (isGuest ? "bundles implement." : "the application implements and bundles call."))
                .toCode())
            .addAnnotation(annotation(contract, isGuest))
            .addField(id(contract, isGuest));
        contract.functions().forEach((function) -> type.addMethod(method(function)));
        return type.build();
    }

    private static AnnotationSpec annotation(Contract contract, boolean isGuest) {
        AnnotationSpec.Builder annotation = AnnotationSpec.builder(isGuest ? GuestContract.class : HostContract.class)
            .addMember("name", "$S", contract.name())
            .addMember("version", "$S", contract.version().toString());
        if (!isGuest) {
            annotation.addMember("singleton", "$L", contract.singleton());
        }
        return annotation.build();
    }

    private static FieldSpec id(Contract contract, boolean isGuest) {
        int major = contract.version().major();
        Class<?> type = isGuest ? GuestContractId.class : HostContractId.class;
        Object id = isGuest ? GuestContractId.of(contract.name(), major) : HostContractId.of(contract.name(), major);
        return FieldSpec.builder(type, "ID", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(Javadoc.of("", "The contract's id, {@code " + id + "}.").toCode())
            .initializer("$T.of($S, $L)", type, contract.name(),
                    (major >= 0) ? Integer.toString(major) : "0x" + Integer.toHexString(major))
            .build();
    }

    private MethodSpec method(Function function) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(JavaNames.member(function.name()))
            .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
            .addJavadoc(javadoc(function));
        if (function.sideEffectFree()) {
            method.addAnnotation(SideEffectFree.class);
        }
        method.addAnnotation(
                AnnotationSpec.builder(ContractFunction.class).addMember("value", "$L", function.id()).build());
        function.result().ifPresent((result) -> method.returns(this.types.of(result)));
        for (Field parameter : function.parameters()) {
            method.addParameter(this.types.of(parameter.type()), JavaNames.member(parameter.name()));
        }
        return method.build();
    }

    private CodeBlock javadoc(Function function) {
        Javadoc javadoc = Javadoc.of(function.docs(), "Calls function " + function.id() + " of the contract.");
        for (Field parameter : function.parameters()) {
            javadoc.param(JavaNames.member(parameter.name()), parameter.docs(), parameter.type().spelling(),
                    this.types.phrase(parameter.type()));
        }
        Optional<Type> result = function.result();
        if (result.isPresent()) {
            String spelling = function.docs().isBlank() ? "" : " ({@code " + result.get().spelling() + "})";
            javadoc.returns(this.types.phrase(result.get()) + spelling);
        }
        return javadoc.toCode();
    }

}
