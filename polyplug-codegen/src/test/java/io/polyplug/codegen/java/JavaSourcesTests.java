package io.polyplug.codegen.java;

import java.util.Map;

import io.polyplug.codegen.api.Api;
import io.polyplug.contract.Repr;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The texts that are written for an api.
 */
class JavaSourcesTests {

    private static final Api API = new ApiBuilder()
        .documentedStruct("Photo", "A picture.", "file_name: StringView # What it is called.", "data: Buffer",
                "width: u16")
        .flags("Rights", Repr.U8, "Read = 1 # May look.", "Both = 5 # May look, and more.")
        .documentedGuest("demo.greeter", "1.2", "Greets people.\n\nIn every language.",
                "free say_hello(first_name: StringView, times: u32) -> u64", "stop()",
                "grant(rights: Rights) -> u8 # Grants rights.")
        .host("host.Clock", "3.0", false, "now() -> f64")
        .build();

    private final Map<String, String> texts = JavaSources.of(API, "com.acme.api").texts();

    @Test
    void eachTypeHasAFileInTheFolderOfItsPackage() {
        assertThat(this.texts).containsOnlyKeys("com/acme/api/Clock.java", "com/acme/api/Greeter.java",
                "com/acme/api/Photo.java", "com/acme/api/Rights.java", "com/acme/api/package-info.java");
    }

    @Test
    void guestContractIsAnInterface() {
        assertThat(this.texts.get("com/acme/api/Greeter.java")).isEqualTo("""
                // Generated from api.toml by polyplug-codegen. Do not edit.
                package com.acme.api;

                import io.polyplug.contract.ContractFunction;
                import io.polyplug.contract.GuestContract;
                import io.polyplug.contract.GuestContractId;
                import io.polyplug.contract.Repr;
                import io.polyplug.contract.SideEffectFree;
                import io.polyplug.contract.Unsigned;
                import java.util.Set;

                /**
                 * Greets people.
                 * <p>
                 * In every language.
                 */
                @GuestContract(name = "demo.greeter", version = "1.2.0")
                public interface Greeter {
                    /**
                     * The contract's id, {@code 01fea2af7c654f54}.
                     */
                    GuestContractId ID = GuestContractId.of("demo.greeter", 1);

                    /**
                     * Calls function 0 of the contract.
                     *
                     * @param firstName a text
                     * @param times a number from 0 to 4294967295
                     * @return an unsigned number of 64 bits
                     */
                    @SideEffectFree
                    @ContractFunction(0)
                    @Unsigned(Repr.U64) long sayHello(String firstName, @Unsigned long times);

                    /**
                     * Calls function 1 of the contract.
                     */
                    @ContractFunction(1)
                    void stop();

                    /**
                     * Grants rights.
                     *
                     * @param rights a set of {@link Rights}
                     * @return a number from 0 to 255 ({@code u8})
                     */
                    @ContractFunction(2)
                    @Unsigned short grant(Set<Rights> rights);
                }
                """);
    }

    @Test
    void hostContractTellsWhetherItIsASingleton() {
        assertThat(this.texts.get("com/acme/api/Clock.java")).contains("""
                @HostContract(name = "host.Clock", version = "3.0.0", singleton = false)
                public interface Clock {
                """).contains("HostContractId ID = HostContractId.of(\"host.Clock\", 3);");
    }

    @Test
    void recordLooksIntoItsArrays() {
        assertThat(this.texts.get("com/acme/api/Photo.java")).isEqualTo("""
                // Generated from api.toml by polyplug-codegen. Do not edit.
                package com.acme.api;

                import io.polyplug.contract.Unsigned;
                import java.util.Arrays;
                import java.util.Objects;
                import org.jspecify.annotations.Nullable;

                /**
                 * A picture.
                 * <p>
                 * Arrays are not copied, and two records are equal if their arrays have the same content.
                 *
                 * @param fileName What it is called. ({@code StringView})
                 * @param data bytes
                 * @param width a number from 0 to 65535
                 */
                public record Photo(String fileName, byte[] data, @Unsigned int width) {
                    @Override
                    public boolean equals(@Nullable Object object) {
                        return object instanceof Photo other
                            && Objects.equals(this.fileName, other.fileName)
                            && Arrays.equals(this.data, other.data)
                            && this.width == other.width;
                    }

                    @Override
                    public int hashCode() {
                        return Objects.hash(this.fileName, Arrays.hashCode(this.data), this.width);
                    }

                    @Override
                    public String toString() {
                        return "Photo["
                            + "fileName=" + this.fileName
                            + ", data=" + Arrays.toString(this.data)
                            + ", width=" + this.width + "]";
                    }
                }
                """);
    }

    @Test
    void flagsAreAnEnumWithSets() {
        assertThat(this.texts.get("com/acme/api/Rights.java")).isEqualTo("""
                // Generated from api.toml by polyplug-codegen. Do not edit.
                package com.acme.api;

                import io.polyplug.contract.AbiEnum;
                import io.polyplug.contract.AbiValue;
                import io.polyplug.contract.Repr;
                import java.util.Collections;
                import java.util.EnumSet;
                import java.util.Set;

                /**
                 * Flags, which are the bits of a {@code u8} in native memory.
                 */
                @AbiEnum(Repr.U8)
                public enum Rights {
                    /**
                     * May look.
                     */
                    @AbiValue(0x1)
                    READ,

                    /**
                     * The flag {@code 0x4}, which has no name of its own in the api.
                     */
                    @AbiValue(0x4)
                    BIT_2;

                    /**
                     * May look, and more.
                     */
                    public static final Set<Rights> BOTH = Collections.unmodifiableSet(EnumSet.of(READ, BIT_2));
                }
                """);
    }

    @Test
    void packageIsNullMarked() {
        assertThat(this.texts.get("com/acme/api/package-info.java")).isEqualTo("""
                // Generated from api.toml by polyplug-codegen. Do not edit.
                /**
                 * Contracts between the application and its bundles, and the types that they use.
                 */
                @NullMarked
                package com.acme.api;

                import org.jspecify.annotations.NullMarked;
                """);
    }

    @Test
    void sameApiGivesTheSameTexts() {
        assertThat(JavaSources.of(API, "com.acme.api").texts()).isEqualTo(this.texts);
        assertThat(this.texts.values()).noneMatch((text) -> text.contains("\r"));
    }

    @Test
    void packageNameHasToBeOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> JavaSources.of(API, "com.new"))
            .withMessage("'com.new' is no name of a package in Java. Write identifiers with dots between them, "
                    + "such as com.acme.api");
        assertThatIllegalArgumentException().isThrownBy(() -> JavaSources.of(API, ""));
    }

}
