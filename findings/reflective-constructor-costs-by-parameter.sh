#!/usr/bin/env bash
# The first reflective call of a constructor costs Java 25 more with each parameter. Since Java 18 (JEP 416) reflection calls by method
# handles, and one that spreads an array over many parameters of mixed types is linked step by step: each step has classes of its own
# (lambda forms, species of bound method handles), generated in the middle of the call and shared with hardly anybody else, for few
# constructors have as many. Once reflection has been used, so that its own beginning does not count, one call makes the JVM load
#
#                                4 parameters    17 parameters
#   Java 17 (a call by JNI)            1                2         classes, the record and an array among them; 0.2 to 0.7 ms
#   Java 25                            1               22         classes; 0.6 to 0.9 ms, and 65 to 96 ms
#
# on two processors with four others at work on each; alone, the 17 took some 20 ms.
#
# This is what binding one configuration record of 17 components costs the start of an application, once, whatever is in it.
#
# Seen with OpenJDK 17.0.15 (Debian 12) and Temurin 25.0.3. Needs a JDK 17 on the path, and JDK25 with the folder of a JDK 25.
# Exits with 0 if that is still so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

java -version 2>&1 | grep -q 'version "17\.' || { echo "the JDK on the path is not 17"; exit 2; }
"${JDK25:?names no folder of a JDK 25}/bin/java" -version 2>&1 | grep -q 'version "25\.' || { echo "JDK25 is no JDK 25"; exit 2; }

cat > Bind.java <<'JAVA'
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

/** Calls constructors as whoever binds settings to records does. */
class Bind {

    record First(boolean a, List<String> b, boolean c, Map<String, String> d) {
    }

    record Few(boolean a, Map<String, String> b, boolean c, List<String> d) {
    }

    record Many(boolean a, List<String> b, boolean c, Map<String, String> d, Thread.State e, String f, String g,
            Integer h, Long i, Double j, Object k, Object l, Object m, Object n, Object o, Object p, Object q) {
    }

    public static void main(String[] arguments) throws Exception {
        create(First.class);
        System.out.println("BEGIN");
        long start = System.nanoTime();
        create(arguments[0].equals("many") ? Many.class : Few.class);
        System.out.println("END " + (System.nanoTime() - start) / 1000 + " us");
    }

    static void create(Class<?> type) throws Exception {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        Object[] values = new Object[constructor.getParameterCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (constructor.getParameterTypes()[i] == boolean.class) ? true : null;
        }
        constructor.newInstance(values);
    }

}
JAVA
# Concatenation would be linked between the marks as well.
javac --release 17 -XDstringConcat=inline -d . Bind.java

# Between the two marks; the record itself is one of those loaded.
classes() {
  "$1" -Xlog:class+load:stdout -cp . Bind "$2" | sed -n '/BEGIN/,/END/p' | tee "$3" | grep -c 'source:' || true
}

few17=$(classes java few a)
many17=$(classes java many b)
few25=$(classes "$JDK25/bin/java" few c)
many25=$(classes "$JDK25/bin/java" many d)
echo "Java 17: $few17 and $many17 classes, $(tail -1 a) and $(tail -1 b)"
echo "Java 25: $few25 and $many25 classes, $(tail -1 c) and $(tail -1 d)"
echo "species of bound method handles for 17 parameters: $(grep -c 'Species_' d)"

[ "$many17" -le $((few17 + 3)) ]
[ "$many25" -ge $((few25 + 15)) ]
