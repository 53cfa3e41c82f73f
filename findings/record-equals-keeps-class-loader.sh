#!/usr/bin/env bash
# Java 17 keeps the class loader of the last record whose equals was linked. The first call of a record's equals builds a method
# handle out of one that the JDK holds in a static field, adapted to the record's type; and that handle remembers the last
# adaptation. So whoever looks for what an undeployed application has left finds its class loader held by no thread, no
# thread-local and no static field of anybody's but java.lang.runtime.ObjectMethods, and only until another record comes
# along: it is one class loader, not one more each time. A record, a class loader and a garbage collection are enough:
#
#   Java 17:  after the collection: kept; after another record's equals: collected
#   Java 25:  after the collection: collected
#
# Seen with OpenJDK 17.0.15 (Debian 12) and Temurin 25.0.3. Needs a JDK 17 on the path; JDK25 may name the folder of a JDK 25, which is tried as well.
# Exits with 0 if that is still so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

java -version 2>&1 | grep -q 'version "17\.' || { echo "the JDK on the path is not 17"; exit 2; }

cat > Plugin.java <<'JAVA'
/** What an application that comes and goes has. */
record Plugin(int number) {
}
JAVA

cat > Host.java <<'JAVA'
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Uses a record of a class loader of its own, forgets it, and looks whether it goes. */
class Host {

    record Other(int number) {
    }

    public static void main(String[] arguments) throws Exception {
        WeakReference<ClassLoader> loader = use(Path.of("plugin").toUri().toURL());
        System.out.println("after the collection: " + fate(loader));
        System.out.println(new Other(1).equals(new Other(1)));
        System.out.println("after another record's equals: " + fate(loader));
    }

    static WeakReference<ClassLoader> use(URL classes) throws Exception {
        URLClassLoader loader = new URLClassLoader(new URL[] { classes }, null);
        Constructor<?> constructor = loader.loadClass("Plugin").getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        System.out.println(constructor.newInstance(1).equals(constructor.newInstance(1)));
        return new WeakReference<>(loader);
    }

    static String fate(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        return (reference.get() == null) ? "collected" : "kept";
    }

}
JAVA

mkdir plugin
javac --release 17 -d plugin Plugin.java
javac --release 17 -d . Host.java

# Soft references go at the first collection, so that what is left is held strongly.
run() {
  "$1" -XX:SoftRefLRUPolicyMSPerMB=0 -cp . Host | grep after
}

[ "$(run java)" = "after the collection: kept
after another record's equals: collected" ] || { echo "Java 17 does something else now"; run java; exit 1; }
echo "Java 17 keeps the class loader of the last record whose equals was linked"
if [ -n "${JDK25:-}" ]; then
  run "$JDK25/bin/java" | grep -qx 'after the collection: collected' || { echo "Java 25 keeps it as well"; exit 1; }
  echo "Java 25 does not"
fi
