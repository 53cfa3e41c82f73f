package io.polyplug.bundle;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Random;

import io.polyplug.contract.BundleId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integers of every length are read as they are written.
 */
class ExactIntegersTests {

    private final TomlMapper toml = TomlMapper.builder().build();

    @Test
    void integersOfEveryLengthAreRead() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            BigInteger number = new BigInteger(1 + random.nextInt(64), random);
            JsonNode root = this.toml.readTree(ExactIntegers.in("id = " + number + "\nhex = 0x" + number.toString(16)));
            assertThat(root.get("id").bigIntegerValue()).isEqualTo(number);
            assertThat(root.get("hex").bigIntegerValue()).isEqualTo(number);
        }
    }

    @Test
    void withoutThisJacksonCutsIntegersOf19Digits() {
        assertThat(this.toml.readTree("id = 3611067157596478540").get("id").bigIntegerValue())
            .as("if Jackson reads them, ExactIntegers has nothing to do any more")
            .isNotEqualTo(new BigInteger("3611067157596478540"));
    }

    @ParameterizedTest
    @CsvSource({ "1000000000000000000,0x00de0b6b3a7640000", "9223372036854775807,0x07fffffffffffffff",
            "9223372036854775808,0x08000000000000000", "9999999999999999999,0x08ac7230489e7ffff",
            "+3611067157596478540,0x00321d1672949e1c4c", "3_611_067_157_596_478_540,0x0000000321d1672949e1c4c" })
    void integersOf19DigitsAreWrittenInHexOfTheSameLength(String decimal, String hex) {
        assertThat(ExactIntegers.in("a = { b = [" + decimal + ",2] } # c"))
            .isEqualTo("a = { b = [" + hex + ",2] } # c");
    }

    @ParameterizedTest
    @ValueSource(strings = { "361106715759647854", "36110671575964785401", "-3611067157596478540",
            "3611067157596478540.5", "0x3611067157596478", "# 3611067157596478540", "\"3611067157596478540\"",
            "'3611067157596478540'", "\"\\\" 3611067157596478540\"",
            "\"\"\"\n\" 3611067157596478540 \\\"\"\" 3611067157596478540\n\"\"\"", "'''\n'' 3611067157596478540\n'''",
            "\"\"\" 3611067157596478540", "''' 3611067157596478540", "a3611067157596478540",
            "1979-05-27T07:32:00.3611067157596478540" })
    void everythingElseIsLeftAlone(String text) {
        assertThat(ExactIntegers.in("x = " + text)).isEqualTo("x = " + text);
    }

    @Test
    void whatFollowsTextsAndCommentsIsStillSeen() {
        String before = "a = \"x\\\\\" # it's\nb = '\\'\nc = \"\"\"'\"\"\"\nd = '''\"'''\nid = ";
        assertThat(ExactIntegers.in(before + "3611067157596478540")).isEqualTo(before + "0x0321d1672949e1c4c");
    }

    @Test
    void idOf19DigitsIsReadFromAManifest(@TempDir Path folder) {
        Manifest manifest = new ManifestFile().with("name", "\"filters\"")
            .with("id", "3611067157596478540")
            .read(folder);
        assertThat(manifest.id()).isEqualTo(BundleId.of("filters"));
    }

}
