package io.polyplug;

import java.lang.reflect.InvocationTargetException;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.PolyplugException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Proxies of contracts so large that not all handles find room in the initialiser.
 */
@Timeout(300)
class LargeProxyTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(ints = { 1, 100, 1_000 })
    @DisplayName("a contract with many functions is compiled, and its first and last function are called")
    void manyFunctions(int functions) throws Exception {
        Class<?> type = contract(functions);
        this.stage.load("everything");
        Object proxy = this.stage.runtime().contract(type);
        assertThat(proxy.getClass().isHidden()).isTrue();
        assertNobodyProvides(type, proxy, 0);
        assertNobodyProvides(type, proxy, functions - 1);
    }

    private static void assertNobodyProvides(Class<?> type, Object proxy, int function) throws Exception {
        assertThatExceptionOfType(InvocationTargetException.class)
            .isThrownBy(() -> type.getMethod("f" + function, int.class).invoke(proxy, 1))
            .withCauseInstanceOf(PolyplugException.class)
            .satisfies((ex) -> assertThat(ex.getCause()).hasMessageContaining("test.Large"));
    }

    /** Returns an interface with functions that take and return a number. */
    private static Class<?> contract(int functions) {
        ClassWriter writer = new ClassWriter(0);
        String name = "io/polyplug/Large" + functions;
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT, name, null,
                "java/lang/Object", null);
        AnnotationVisitor contract = writer.visitAnnotation(Type.getDescriptor(GuestContract.class), true);
        contract.visit("name", "test.Large");
        contract.visit("version", "1.0.0");
        contract.visitEnd();
        for (int i = 0; i < functions; i++) {
            MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "f" + i, "(I)I", null,
                    null);
            AnnotationVisitor function = method.visitAnnotation(Type.getDescriptor(ContractFunction.class), true);
            function.visit("value", i);
            function.visitEnd();
            method.visitEnd();
        }
        writer.visitEnd();
        return new Defining().define(name.replace('/', '.'), writer.toByteArray());
    }

    /** Defines one class. */
    private static final class Defining extends ClassLoader {

        Defining() {
            super(LargeProxyTests.class.getClassLoader());
        }

        Class<?> define(String name, byte[] bytes) {
            return defineClass(name, bytes, 0, bytes.length);
        }

    }

}
