#!/usr/bin/env bash
# HotSpot 17: a method with a dynamic constant (ldc of a CONSTANT_Dynamic) that has not been needed yet is compiled by no tier, however
# hot the rest of it is: C1 says "could not resolve a constant", C2 "cannot parse method". It stays interpreted as long as the rare
# branch with the constant is not taken. HotSpot 25 compiles it. Whoever generates classes for 17 keeps such values in static fields.
# Wants a JDK 17 on the path; JDK25 names the folder of a JDK 25 to compare with.
set -eu
java -version 2>&1 | grep -q 'version "17\.' || { echo "the JDK on the path is not 17"; exit 2; }
cd "$(mktemp -d)"
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact=org.ow2.asm:asm:9.9.1 -DoutputDirectory=.

cat > Make.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

public class Make {
    public static void main(String[] arguments) throws Exception {
        write("WithRareConstant", true);
        write("WithoutConstant", false);
    }

    private static void write(String name, boolean constant) throws Exception {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "call", "(I)I", null, null);
        Label often = new Label();
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitJumpInsn(Opcodes.IFGE, often);
        if (constant) {
            code.visitLdcInsn(new ConstantDynamic("_", "Ljava/lang/String;", new Handle(Opcodes.H_INVOKESTATIC, "Run", "text",
                    "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/String;", false)));
        }
        else {
            code.visitLdcInsn("rare");
        }
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(often);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IADD);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        Files.write(Path.of(name + ".class"), writer.toByteArray());
    }
}
JAVA
cat > Run.java <<'JAVA'
import java.lang.invoke.MethodHandles;

public class Run {
    public static String text(MethodHandles.Lookup lookup, String name, Class<?> type) {
        return "rare";
    }

    public static void main(String[] arguments) throws Exception {
        int sum = 0;
        for (int i = 0; i < 2_000_000; i++) {
            sum += WithRareConstant.call(i & 1023) + WithoutConstant.call(i & 1023);
        }
        System.out.println("sum " + sum);
    }
}
JAVA
javac -cp asm-9.9.1.jar -d . Make.java
java -cp asm-9.9.1.jar:. Make
javac --release 17 -cp . -d . Run.java

refused() { # java
    "$1" -Xbatch -XX:+PrintCompilation -cp . Run | sed -n 's/.* \(With[A-Za-z]*::call\).*COMPILE SKIPPED: \([a-z ]*[a-z]\).*/\1: \2/p'
}
found=$(refused java)
echo "Java 17 refuses $found"
[ "$found" = "WithRareConstant::call: could not resolve a constant
WithRareConstant::call: cannot parse method" ] || { echo "Java 17 does something else now"; exit 1; }
if [ -n "${JDK25:-}" ]; then
    [ -z "$(refused "$JDK25/bin/java")" ] || { echo "Java 25 refuses it as well"; exit 1; }
    echo "Java 25 refuses nothing"
fi
