package io.polyplug.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import io.polyplug.PolyplugRuntime;
import io.polyplug.SignaturePolicy;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.SignatureException;
import io.polyplug.signing.SigningKey;
import io.polyplug.signing.VerifyingKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the properties {@code polyplug.signature.*}.
 */
class SignaturePropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    private final SigningKey key = SigningKey.generate();

    @TempDir
    private Path folder;

    private Path bundle;

    @BeforeEach
    void signBundle() throws IOException {
        new BundleFolder(this.folder.resolve("plugins")).with("reload-v1", "reload");
        this.bundle = this.folder.resolve("plugins/reload");
        this.key.sign(this.bundle);
        this.key.write(this.folder.resolve("signing.key"));
        this.key.verifyingKey().write(this.folder.resolve("verifying.key"));
        Files.write(this.folder.resolve("raw"), this.key.verifyingKey().bytes());
    }

    private ApplicationContextRunner requiring(String... trustedKeys) {
        ApplicationContextRunner requiring = this.runner.withPropertyValues(
                "polyplug.locations=" + this.folder.resolve("plugins"), "polyplug.signature.policy=required");
        for (int i = 0; i < trustedKeys.length; i++) {
            requiring = requiring.withPropertyValues("polyplug.signature.trusted-keys[" + i + "]=" + trustedKeys[i]);
        }
        return requiring;
    }

    private List<String> waysToGive(VerifyingKey verifyingKey) throws IOException {
        byte[] file = Files.readAllBytes(this.folder.resolve("verifying.key"));
        String base64 = Base64.getEncoder().encodeToString(verifyingKey.bytes());
        return List.of(verifyingKey.toString(), verifyingKey.toString().toUpperCase(Locale.ROOT), base64,
                base64.replace("=", ""), HexFormat.of().formatHex(file), Base64.getEncoder().encodeToString(file),
                this.folder.resolve("verifying.key").toString(), this.folder.resolve("raw").toString(),
                this.folder.resolve("verifying.key").toUri().toString(), this.folder.resolve("raw").toUri().toString());
    }

    @Test
    @DisplayName("SG-11: a trusted key in hexadecimal, base64 or a file of either form lets in what it signed")
    void trustedKeys() throws IOException {
        for (String way : waysToGive(this.key.verifyingKey())) {
            requiring(way).run((context) -> {
                assertThat(context).as(way).hasNotFailed();
                assertThat(context.getBean(PolyplugRuntime.class).contract(Reload.class).answer()).isEqualTo(100);
            });
        }
    }

    @Test
    @DisplayName("SG-12: another key refuses it, however it is given")
    void otherKeys() throws IOException {
        VerifyingKey other = SigningKey.generate().verifyingKey();
        Files.delete(this.folder.resolve("verifying.key"));
        other.write(this.folder.resolve("verifying.key"));
        Files.write(this.folder.resolve("raw"), other.bytes());
        for (String way : waysToGive(other)) {
            requiring(way).run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOfSatisfying(SignatureException.class,
                        (ex) -> assertThat(ex.kind()).isEqualTo(SignatureException.Kind.UNTRUSTED_KEY)));
            requiring(way, this.key.verifyingKey().toString())
                .run((context) -> assertThat(context).as(way).hasNotFailed());
        }
    }

    @Test
    void keyOnTheClassPath() throws IOException {
        try (URLClassLoader classLoader = new URLClassLoader(new URL[] { this.folder.toUri().toURL() },
                getClass().getClassLoader())) {
            ApplicationContextRunner runner = requiring("classpath:verifying.key").withClassLoader(classLoader);
            runner.run((context) -> assertThat(context).hasNotFailed());
            SigningKey.generate().sign(this.bundle);
            runner.run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("trusted-key allowlist"));
        }
    }

    @Test
    void resourceOfAnotherSize() {
        requiring("classpath:META-INF/spring.factories").run((context) -> assertThat(context).getFailure()
            .rootCause()
            .hasMessageContaining("An Ed25519 public key has 32 bytes, not 40"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "missing.key", "0123", "classpath:missing.key", "file:missing.key",
            "0200000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "' '", "no such scheme:key" })
    void valuesThatAreNoKey(String value) {
        requiring(this.key.verifyingKey().toString(), value).run((context) -> assertThat(context).getFailure()
            .hasStackTraceContaining("polyplug.signature.trusted-keys[1]")
            .satisfies((failure) -> assertThat(configurationFailure(failure).setting())
                .isEqualTo("polyplug.signature.trusted-keys[1]")));
    }

    @Test
    void privateKeyIsRefusedAndNotPrinted() throws IOException {
        byte[] secret = Files.readAllBytes(this.folder.resolve("signing.key"));
        for (String way : List.of(this.folder.resolve("signing.key").toString(), HexFormat.of().formatHex(secret),
                Base64.getEncoder().encodeToString(secret))) {
            requiring(way).run((context) -> {
                ConfigurationException failure = configurationFailure(context.getStartupFailure());
                assertThat(failure).hasMessageContainingAll("private signing key", "public verifying key");
                assertThat(failure.getMessage()).doesNotContain(HexFormat.of().formatHex(secret))
                    .doesNotContain(Base64.getEncoder().encodeToString(secret));
            });
        }
    }

    private static ConfigurationException configurationFailure(Throwable failure) {
        Throwable each = failure;
        while (each != null && !(each instanceof ConfigurationException)) {
            each = each.getCause();
        }
        assertThat(each).isInstanceOf(ConfigurationException.class);
        return (ConfigurationException) each;
    }

    @Test
    void reloadUnderThePolicyIsVerified() {
        requiring(this.folder.resolve("verifying.key").toString()).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            new BundleFolder(this.folder.resolve("plugins")).with("reload-v2", "reload");
            assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle("reload"))
                .withCauseInstanceOf(SignatureException.class);
            assertThat(runtime.contract(Reload.class).answer()).isEqualTo(100);
            this.key.sign(this.bundle);
            runtime.reloadBundle("reload");
            assertThat(runtime.contract(Reload.class).answer()).isEqualTo(200);
        });
    }

    @Test
    void unsignedBundleIsUsedUnderWarnOnly() throws IOException {
        Files.delete(this.bundle.resolve("bundle.sig"));
        requiring().withPropertyValues("polyplug.signature.policy=warn-only")
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).contract(Reload.class).answer())
                .isEqualTo(100));
    }

    @Test
    void keysOfThePropertiesHoldForAPolicyThatTheApplicationSets() throws IOException {
        SigningKey.generate().sign(this.bundle);
        requiring(this.key.verifyingKey().toString()).withPropertyValues("polyplug.signature.policy=off")
            .withUserConfiguration(RequiredByTheApplication.class)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("trusted-key allowlist"));
    }

    @Configuration(proxyBeanMethods = false)
    static class RequiredByTheApplication {

        @Bean
        RuntimeBuilderCustomizer signaturesAreRequired() {
            return (builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED);
        }

    }

}
