package io.polyplug.application;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.signing.SigningKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The goals of polyplug-maven-plugin, each in a build as a user would have it.
 */
class PluginTests {

    private static final String API = """
            [[types]]
            name = "Person"
            docs = "Whom one greets."
            fields = [{ name = "name", type = "StringView" }, { name = "age", type = "u8" }]

            [[guest_contract]]
            name = "demo.Greeter"
            version = "1.0.0"
            functions = [{ name = "greet", params = [{ name = "person", type = "Person" }], return = "StringView" }]
            """;

    /**
     * As little as there can be, with the plugins' versions of this build, so that it can
     * be offline.
     */
    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.example</groupId>
              <artifactId>contracts</artifactId>
              <version>1.0</version>
              <packaging>@packaging@</packaging>
              <properties>
                <maven.compiler.release>17</maven.compiler.release>
                <maven.compiler.parameters>true</maven.compiler.parameters>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <dependencies>
                <dependency>
                  <groupId>io.polyplug</groupId>
                  <artifactId>polyplug-core</artifactId>
                  <version>@version@</version>
                </dependency>
              </dependencies>
              <build>
                <plugins>
                  <plugin>
                    <groupId>org.apache.maven.plugins</groupId>
                    <artifactId>maven-resources-plugin</artifactId>
                    <version>3.5.0</version>
                  </plugin>
                  <plugin>
                    <groupId>org.apache.maven.plugins</groupId>
                    <artifactId>maven-compiler-plugin</artifactId>
                    <version>3.15.0</version>
                  </plugin>
                  <plugin>
                    <groupId>io.polyplug</groupId>
                    <artifactId>polyplug-maven-plugin</artifactId>
                    <version>@version@</version>
                    <executions>
                      @executions@
                    </executions>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    private static final String GENERATE = """
            <execution>
              <goals>
                <goal>generate</goal>
              </goals>
              <configuration>
                <packageName>com.example.contracts</packageName>
              </configuration>
            </execution>
            """;

    private static final String EXPORT = """
            <execution>
              <id>export</id>
              <goals>
                <goal>export-api</goal>
              </goals>
              <configuration>
                <contracts>
                  <contract>com.example.contracts.Greeter</contract>
                </contracts>
              </configuration>
            </execution>
            """;

    private static final String DIFF = """
            <execution>
              <goals>
                <goal>diff</goal>
              </goals>
              <configuration>
                <before>${project.basedir}/released.toml</before>
              </configuration>
            </execution>
            """;

    /** Earlier than it is by itself, so that no build has to package anything else. */
    private static final String PACK = """
            <execution>
              <phase>generate-resources</phase>
              <goals>
                <goal>pack</goal>
              </goals>
            </execution>
            """;

    private static final String MANIFEST = """
            name = "greeter"
            version = "1.0.0"
            loader = "native"
            file = "libgreeter.so"
            provides = ["demo.Greeter@1.0.0"]

            [function_count]
            "demo.Greeter@1" = 1
            """;

    @TempDir
    private Path project;

    @Test
    void generatesBeforeCompilingAndExportsTheSameApi() throws Exception {
        write("pom.xml", pom("jar", GENERATE + EXPORT));
        write("src/main/polyplug/api.toml", API);
        write("src/main/java/com/example/Polite.java", """
                package com.example;

                import com.example.contracts.Greeter;
                import com.example.contracts.Person;

                public class Polite {

                    public static String greet(Greeter greeter) {
                        return greeter.greet(new Person("Ada", (short) 36));
                    }

                }
                """);
        Build first = build("process-classes");
        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(this.project.resolve("target/classes/com/example/contracts/Greeter.class")).exists();
        assertThat(this.project.resolve("target/polyplug/api.toml")).content()
            .contains("name = \"demo.Greeter\"", "name = \"Person\"", "type = \"u8\"");
        Path generated = this.project.resolve("target/generated-sources/polyplug/com/example/contracts/Greeter.java");
        FileTime past = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(generated, past);
        Build second = build("process-classes");
        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(Files.getLastModifiedTime(generated)).isEqualTo(past);
        assertThat(second.output()).contains("polyplug: nothing to change", "api.toml is up to date");
    }

    @Test
    void failsWithThePlaceOfEachProblem() throws Exception {
        write("pom.xml", pom("jar", GENERATE));
        write("src/main/polyplug/api.toml",
                API.replace("type = \"Person\"", "type = \"Persn\"").replace("\"u8\"", "\"u9\""));
        Build build = build("generate-sources");
        assertThat(build.exitCode()).isNotZero();
        assertThat(build.output()).contains("BUILD FAILURE", "api.toml:4:", "api.toml:9:", "u9", "Persn")
            .doesNotContain("MojoExecutionException");
    }

    @Test
    void namesTheFileThatIsMissing() throws Exception {
        write("pom.xml", pom("jar", GENERATE));
        Build build = build("generate-sources");
        assertThat(build.exitCode()).isNotZero();
        assertThat(build.output())
            .contains("There is no file " + this.project.toRealPath().resolve("src/main/polyplug/api.toml")
                    + ". Write the api there, or set the parameter 'api'");
    }

    @Test
    void refusesTwoExecutionsThatGenerateIntoOneFolder() throws Exception {
        write("src/main/polyplug/api.toml", API);
        write("src/main/polyplug/other.toml", API.replace("demo.Greeter", "demo.Other"));
        String first = GENERATE.replace("<goals>", "<id>first</id><goals>");
        String second = GENERATE.replace("<goals>", "<id>second</id><goals>")
            .replace("<packageName>com.example",
                    "<api>${project.basedir}/src/main/polyplug/other.toml</api><packageName>com.example");
        write("pom.xml", pom("jar", first + second));
        Build refused = build("generate-sources");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).contains("The executions 'first' and 'second' both generate into",
                "Give one of them another outputDirectory");
        Path greeter = this.project.resolve("target/generated-sources/polyplug/com/example/contracts/Greeter.java");
        assertThat(greeter).exists();
        write("pom.xml", pom("jar", first + second.replace("contracts</packageName>",
                "others</packageName><outputDirectory>${project.build.directory}/others</outputDirectory>")));
        Build apart = build("compile");
        assertThat(apart.exitCode()).as(apart.output()).isZero();
        assertThat(greeter).exists();
        assertThat(this.project.resolve("target/others/com/example/others/Other.java")).exists();
    }

    @Test
    void beginsABundleWithoutAProject() throws Exception {
        write("api.toml", API);
        Build build = build(Build.PLUGIN + ":guest", "-Dpolyplug.api=api.toml", "-Dpolyplug.language=c",
                "-Dpolyplug.bundleName=greeter", "-Dpolyplug.provides=demo.Greeter");
        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(this.project.resolve("greeter/CMakeLists.txt")).exists();
        Build other = build(Build.PLUGIN + ":guest", "-Dpolyplug.api=api.toml", "-Dpolyplug.language=rust",
                "-Dpolyplug.bundleName=greeter");
        assertThat(other.exitCode()).isNotZero();
        assertThat(other.output()).contains("greeter has a bundle in C, and what is generated now, a bundle in Rust,");
        assertThat(this.project.resolve("greeter/generated/bundle.c")).exists();
        Build unknown = build(Build.PLUGIN + ":guest", "-Dpolyplug.api=api.toml", "-Dpolyplug.language=cobol",
                "-Dpolyplug.bundleName=greeter");
        assertThat(unknown.exitCode()).isNotZero();
        assertThat(unknown.output()).contains("cobol", "rust");
    }

    @Test
    void refusesToVerifyWhatBreaksAndTellsWhere() throws Exception {
        write("pom.xml", pom("pom", DIFF));
        write("released.toml", API);
        write("src/main/polyplug/api.toml", API.replace("\"u8\"", "\"u16\""));
        Build refused = build("verify");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).contains("api.toml:4:",
                ": breaking for callers, guests: Person: Field age is u16 and was u8", "Raise the major version");
        Build warned = build("verify", "-Dpolyplug.failOnBreaking=false");
        assertThat(warned.exitCode()).as(warned.output()).isZero();
        assertThat(warned.lines("WARNING")).anyMatch((line) -> line.contains("Person: Field age is u16 and was u8"));
        write("src/main/polyplug/api.toml", API.replace("\"greet\"", "\"welcome\""));
        Build renamed = build("verify");
        assertThat(renamed.exitCode()).as(renamed.output()).isZero();
        assertThat(renamed.lines("INFO")).anyMatch((line) -> line.contains("compatible for callers, guests"));
    }

    @Test
    void packsABundleAndAttachesIt() throws Exception {
        write("pom.xml", """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>parent</artifactId>
                  <version>1.0</version>
                  <packaging>pom</packaging>
                  <modules>
                    <module>application</module>
                    <module>greeter</module>
                  </modules>
                </project>
                """);
        write("greeter/pom.xml", pom("pom", PACK).replace("<artifactId>contracts<", "<artifactId>greeter<"));
        write("greeter/bundle/manifest.toml", MANIFEST);
        write("greeter/bundle/libgreeter.so", "no library");
        // Compiling it wants the artifact of the other module, which is there once it is
        // attached.
        write("application/pom.xml", pom("jar", GENERATE).replace("<dependencies>", """
                <dependencies>
                  <dependency>
                    <groupId>com.example</groupId>
                    <artifactId>greeter</artifactId>
                    <version>1.0</version>
                    <type>ppb</type>
                  </dependency>
                """));
        write("application/src/main/polyplug/api.toml", API);
        Build build = build("compile");
        assertThat(build.exitCode()).as(build.output()).isZero();
        Path archive = this.project.resolve("greeter/target/greeter-1.0.ppb");
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("manifest.toml", "libgreeter.so");
        }
        Build skipped = build("compile", "-Dpolyplug.skip");
        assertThat(skipped.exitCode()).isNotZero();
        assertThat(skipped.output()).contains("com.example:greeter:ppb:1.0");
    }

    @Test
    void signsWhatItPacksWithAKeyThatIsElsewhere() throws Exception {
        write("pom.xml", pom("pom", PACK));
        write("bundle/manifest.toml", MANIFEST);
        write("bundle/libgreeter.so", "no library");
        SigningKey.generate().write(this.project.resolve("signing.key"));
        Build build = build("compile", "-Dpolyplug.key=signing.key");
        assertThat(build.exitCode()).as(build.output()).isZero();
        try (ZipFile zip = new ZipFile(this.project.resolve("target/contracts-1.0.ppb").toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).contains("bundle.sig");
        }
        Build unpacked = build(Build.PLUGIN + ":unpack", "-Dpolyplug.archive=target/contracts-1.0.ppb",
                "-Dpolyplug.directory=target/unpacked");
        assertThat(unpacked.exitCode()).as(unpacked.output()).isZero();
        assertThat(this.project.resolve("target/unpacked/manifest.toml")).content().isEqualTo(MANIFEST);
        Files.move(this.project.resolve("signing.key"), this.project.resolve("bundle/signing.key"));
        Build inside = build("compile", "-Dpolyplug.key=bundle/signing.key");
        assertThat(inside.exitCode()).isNotZero();
        assertThat(inside.output()).contains("could sign in your name");
    }

    @Test
    void namesTheBundleThatIsNotThere() throws Exception {
        write("pom.xml", pom("pom", PACK));
        Build build = build("compile");
        assertThat(build.exitCode()).isNotZero();
        assertThat(build.output()).contains("There is no folder " + this.project.toRealPath().resolve("bundle")
                + ". Build the bundle there, or set the parameter 'folders'");
    }

    @Test
    void writesTheManifestOfALibraryAndJudgesTheBundle() throws Exception {
        assumeTrue(Command.isOnPath("cc"), "there is no C compiler called cc on the PATH");
        write("api.toml", API);
        Build begun = build(Build.PLUGIN + ":guest", "-Dpolyplug.api=api.toml", "-Dpolyplug.language=c",
                "-Dpolyplug.bundleName=greeter");
        assertThat(begun.exitCode()).as(begun.output()).isZero();
        Path bundle = Files.createDirectory(this.project.resolve("bundle"));
        Command.run(this.project,
                List.of("cc", "-shared", "-fPIC", "-fvisibility=hidden", "-Igreeter", "-o", "bundle/libgreeter.so",
                        "greeter/src/greeter.c", "greeter/generated/bundle.c", "greeter/generated/guest_call.c"));
        Build written = build(Build.PLUGIN + ":manifest", "-Dpolyplug.libraries=bundle/libgreeter.so",
                "-Dpolyplug.api=api.toml", "-Dpolyplug.bundleVersion=1.0.0");
        assertThat(written.exitCode()).as(written.output()).isZero();
        assertThat(bundle.resolve("manifest.toml")).content()
            .contains("name = \"greeter\"", "provides = [\"demo.Greeter@1.0.0\"]", "\"demo.Greeter@1\" = 1");
        Build good = build(Build.PLUGIN + ":validate", "-Dpolyplug.bundles=bundle");
        assertThat(good.exitCode()).as(good.output()).isZero();
        assertThat(good.lines("INFO")).anyMatch((line) -> line.endsWith("bundle is good"));
        Files.writeString(bundle.resolve("manifest.toml"),
                Files.readString(bundle.resolve("manifest.toml"))
                    .replace("id = 0x", "id = 0x1")
                    .replace("1\" = 1", "1\" = \"one\""));
        Build refused = build(Build.PLUGIN + ":validate", "-Dpolyplug.bundles=bundle");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output())
            .contains("A runtime would refuse bundles", "'id' is", "'function_count.demo.Greeter@1'")
            .doesNotContain("MojoExecutionException");
    }

    private static String pom(String packaging, String executions) {
        return POM.replace("@packaging@", packaging)
            .replace("@executions@", executions)
            .replace("@version@", LocalRepository.VERSION);
    }

    private void write(String place, String text) throws Exception {
        Path file = this.project.resolve(place);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Build build(String... words) throws Exception {
        return Build.run(this.project.toRealPath(), words);
    }

}
