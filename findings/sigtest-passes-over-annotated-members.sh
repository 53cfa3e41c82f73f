#!/usr/bin/env bash
# The SigTest Maven plugin (jakarta.tck:sigtest-maven-plugin 2.6) says that an API is compatible when public methods have gone, if the type has a
# nullness annotation on a member. Its reader of class files misreads the attribute RuntimeVisibleTypeAnnotations and runs off the constant pool; the
# ClassFormatError is printed as a stack trace and swallowed, and whatever of the type comes after the annotated member is left out: of the
# signature file when it is written, and of what is compared with it later. Both goals end with BUILD SUCCESS.
#
#   signature file, plain field:      the type and its method
#   signature file, annotated field:  the type alone
#   check after the method has gone:  plain field: failure; annotated field: success
#
# So for code with JSpecify's annotations the check checks next to nothing, and its traces look like noise. Seen with 2.3 and 2.6, javac 17 and 25.
# Needs Maven, a JDK 17 or later and the plugin in the local repository or the network. Exits with 0 if that is still so.
set -euo pipefail

plugin=jakarta.tck:sigtest-maven-plugin:2.6
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

mkdir -p source/api
cat > source/api/Maybe.java <<'JAVA'
package api;

import java.lang.annotation.*;

@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Maybe {
}
JAVA

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sample</groupId>
  <artifactId>sample</artifactId>
  <version>1</version>
  <build>
    <plugins>
      <plugin>
        <groupId>jakarta.tck</groupId>
        <artifactId>sigtest-maven-plugin</artifactId>
        <version>2.6</version>
        <configuration>
          <classes>${project.basedir}/classes</classes>
          <packages>api</packages>
          <release>17</release>
          <sigfile>${project.basedir}/api.sig</sigfile>
          <attach>false</attach>
          <action>strictcheck</action>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
XML

# The class, with what stands before its field and with a method or without.
compile() {
  rm -rf classes
  cat > source/api/Person.java <<JAVA
package api;

public class Person {

    private $1 String name = "Ada";

    $2
}
JAVA
  javac --release 17 -d classes source/api/*.java
}

sigtest() {
  mvn -B -ntp "$plugin:$1" > "$1.log" 2>&1 && echo success || echo failure
}

method='public String name() { return this.name; }'
fail() { echo "$1"; cat ./*.log; exit 1; }

compile '' "$method"
[ "$(sigtest generate)" = success ] || fail "generate does not work at all"
grep -q 'meth public java.lang.String name()' api.sig || fail "the method of the plain class is not written"
compile '' ''
[ "$(sigtest check)" = failure ] || fail "the check does not notice that the method of the plain class has gone"

compile '@Maybe' "$method"
[ "$(sigtest generate)" = success ] || fail "generate fails now where a field is annotated"
grep -q ClassFormatError generate.log || fail "there is no ClassFormatError any more"
grep -q 'CLSS public api.Person' api.sig || fail "the type is left out as well"
! grep -q 'name()' api.sig || fail "the method of the annotated class is written now"
compile '@Maybe' ''
[ "$(sigtest check)" = success ] || fail "the check notices now that the method of the annotated class has gone"
echo "SigTest 2.6 does not miss a public method that has gone, if its class has an annotated field"
