package io.polyplug.codegen.java.naming;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of an api in Java, and back.
 */
class JavaNamesTests {

    @ParameterizedTest
    @CsvSource({ "echo_u8, echoU8", "a_b_c, aBC", "parseURL, parseURL", "point2d, point2d", "vec_2, vec_2",
            "_hidden, _hidden", "_hidden_one, _hiddenOne", "a__b, a__b", "end_, end_", "Build, Build",
            "Build_all, BuildAll", "X_Y, X_Y" })
    void members(String name, String java) {
        assertThat(JavaNames.member(name)).isEqualTo(java);
        assertThat(JavaNames.ofMember(java)).map(JavaNames::member).contains(java);
    }

    @ParameterizedTest
    @CsvSource({ "echoU8, echo_u8", "sayHello, say_hello", "parseURL, parseURL", "point2d, point2d", "Build, Build",
            "BuildAll, BuildAll", "vec_2, vec_2", "aBC, aBC" })
    void membersComeFromSnakeCaseWhereItLeadsBack(String java, String name) {
        assertThat(JavaNames.ofMember(java)).contains(name);
    }

    @ParameterizedTest
    @CsvSource({ "Red, RED", "NearFar, NEAR_FAR", "near_far, NEAR_FAR", "NEAR_FAR, NEAR_FAR", "HTTPServer, HTTP_SERVER",
            "Level1Up, LEVEL1_UP", "Utf8, UTF8", "High_1, HIGH_1", "A_B, A_B", "U8X, U8X", "_, _" })
    void constants(String name, String java) {
        assertThat(JavaNames.constant(name)).isEqualTo(java);
        assertThat(JavaNames.ofConstant(java)).map(JavaNames::constant).contains(java);
    }

    @ParameterizedTest
    @CsvSource({ "RED, Red", "NEAR_FAR, NearFar", "BIT_3, BIT_3", "A_B, A_B", "A_NO, ANo", "U8X, U8x", "A_B1C, A_B1C",
            "X, X", "_X, _X" })
    void constantsComeFromUpperCamelWhereItLeadsBack(String java, String name) {
        assertThat(JavaNames.ofConstant(java)).contains(name);
    }

    @ParameterizedTest
    @CsvSource({ "all, All", "every_type, EveryType", "Shade8, Shade8", "_x, _x" })
    void types(String name, String java) {
        assertThat(JavaNames.type(name)).isEqualTo(java);
        assertThat(JavaNames.ofType(java)).contains(java);
    }

    @Test
    void someNamesOfJavaLeadNowhere() {
        assertThat(JavaNames.ofMember("read_all")).isEmpty();
        assertThat(JavaNames.ofMember("größe")).isEmpty();
        assertThat(JavaNames.ofMember("a$b")).isEmpty();
        assertThat(JavaNames.ofConstant("Red")).isEmpty();
        assertThat(JavaNames.ofType("point")).isEmpty();
        assertThat(JavaNames.ofType("My_point")).isEmpty();
    }

}
