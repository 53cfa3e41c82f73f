#!/usr/bin/env bash
# Spring Boot DevTools never lets go of the class loader of the first run. Each restart throws away a RestartClassLoader with
# the classes of the application, and a garbage collection takes it: the second, the third. The first one stays for as
# long as the JVM lives, in an application that does nothing at all. Whoever looks for what their library keeps across
# restarts has to leave the first one out, or finds a leak that is not theirs.
#
# Seen with Spring Boot 4.1.2 on Temurin 25. Needs a JDK 17 or later and Maven. Exits with 0 if that is still so.
set -euo pipefail

BOOT=4.1.2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p src/main/java/again

cat > pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>$BOOT</version>
    <relativePath />
  </parent>
  <groupId>finding</groupId>
  <artifactId>again</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter</artifactId>
    </dependency>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-devtools</artifactId>
    </dependency>
  </dependencies>
</project>
POM

cat > src/main/java/again/Again.java <<'JAVA'
package again;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.devtools.restart.Restarter;

/** Restarts itself three times, and then looks which class loaders are still there. */
@SpringBootApplication
public class Again implements ApplicationRunner {

    public static void main(String[] arguments) {
        SpringApplication.run(Again.class, arguments);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void run(ApplicationArguments arguments) {
        List<WeakReference<ClassLoader>> loaders = (List<WeakReference<ClassLoader>>) System.getProperties()
            .computeIfAbsent("loaders", (name) -> new ArrayList<>());
        loaders.add(new WeakReference<>(getClass().getClassLoader()));
        Thread next = new Thread(() -> {
            if (loaders.size() < 4) {
                Restarter.getInstance().restart();
                return;
            }
            for (int i = 0; i < 3; i++) {
                System.out.println("class loader " + (i + 1) + (isCollected(loaders.get(i)) ? " collected" : " left"));
            }
            System.exit(0);
        });
        next.setDaemon(false);
        next.start();
    }

    private static boolean isCollected(WeakReference<?> reference) {
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
            byte[] garbage = new byte[1 << 20];
            Thread.yield();
        }
        return reference.get() == null;
    }

}
JAVA

mvn -q -B -DskipTests compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath
java -XX:SoftRefLRUPolicyMSPerMB=0 -cp "target/classes:$(cat classpath)" again.Again --spring.main.banner-mode=off \
    --spring.devtools.livereload.enabled=false | grep '^class loader' | tee output

diff output - <<'TEXT'
class loader 1 left
class loader 2 collected
class loader 3 collected
TEXT
echo "As told: DevTools of Spring Boot $BOOT keeps the first."
