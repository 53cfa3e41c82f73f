#!/usr/bin/env bash
# A JVM does not start if any module on its module path has a descriptor (module-info.class) of a newer class file version, although nobody requires
# that module and none of its classes would be loaded. On the class path the same jar is harmless, and so are newer classes beside an older descriptor.
#
#   descriptor  classes  on the         start
#   newer       newer    module path    fails: FindException, "Unsupported major.minor version"
#   newer       newer    class path     works
#   older       newer    module path    works
#
# So a library whose parts are for a newer Java and are chosen at run time (a backend, a provider of a service) cannot be kept beside the application
# as a module, unless its descriptor is compiled for the oldest Java that may see it. Compilers will not do both in one run.
#
# Seen with OpenJDK 17.0.15 and 25.0.3. Needs a JDK, and python3 to write the version of the next Java into class
# files, which is all that tells them from what the next compiler writes. Exits with 0 if that is still so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() { echo "$1"; cat ./*.log; exit 1; }

# Class files as the next Java's compiler writes them.
newer() {
  python3 - "$@" <<'PYTHON'
import sys
for name in sys.argv[1:]:
    with open(name, 'r+b') as file:
        file.seek(6)
        major = int.from_bytes(file.read(2), 'big')
        file.seek(6)
        file.write((major + 1).to_bytes(2, 'big'))
PYTHON
}

mkdir -p source/app/app source/later/later
echo 'module app { }' > source/app/module-info.java
echo 'package app; public class Main { public static void main(String[] a) { System.out.println("started"); } }' > source/app/app/Main.java
echo 'module later { exports later; }' > source/later/module-info.java
echo 'package later; public class Later { }' > source/later/later/Later.java
javac -d app source/app/module-info.java source/app/app/Main.java

javac -d both source/later/module-info.java source/later/later/Later.java
newer both/module-info.class both/later/Later.class
javac -d classes source/later/module-info.java source/later/later/Later.java
newer classes/later/Later.class

java -p app:both -m app/app.Main > module-path.log 2>&1 && fail "a newer descriptor on the module path does not stop the JVM any more"
grep -q FindException module-path.log || fail "another failure than FindException"
grep -q 'Unsupported major.minor version' module-path.log || fail "the version is not told any more"

java -cp app:both app.Main > class-path.log 2>&1 || fail "it does not start on the class path either"
grep -q started class-path.log || fail "it did not start on the class path"

java -p app:classes -m app/app.Main > older-descriptor.log 2>&1 || fail "newer classes beside an older descriptor stop the JVM"
grep -q started older-descriptor.log || fail "it did not start with the older descriptor"

echo "A newer descriptor that nobody requires stops the JVM, newer classes do not: $(java -version 2>&1 | head -1)"
