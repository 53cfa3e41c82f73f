package io.polyplug.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for {@code localhost} that no JVM trusts by itself, made by the JDK's
 * keytool.
 *
 * @param store the store with key and certificate
 */
record Certificates(Path store) {

    static final String PASSWORD = "changeit";

    static Certificates in(Path folder) {
        Path store = folder.resolve("server.p12");
        keytool(folder, store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost",
                "-validity", "2");
        return new Certificates(store);
    }

    private static void keytool(Path folder, Path store, String command, String... rest) {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), command, "-alias",
                        "server", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        line.addAll(List.of(rest));
        try {
            Process keytool = new ProcessBuilder(line).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /** Writes the certificate as others get it. */
    Path certificate() {
        Path folder = this.store.toAbsolutePath().getParent();
        Path certificate = folder.resolve("server.crt");
        keytool(folder, this.store, "-exportcert", "-rfc", "-file", certificate.toString());
        return certificate;
    }

    SSLContext server() {
        try (InputStream content = Files.newInputStream(this.store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(content, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        }
        catch (IOException | GeneralSecurityException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** The properties of an SSL bundle {@code company} that trusts the certificate. */
    String[] properties() {
        return new String[] { "spring.ssl.bundle.jks.company.truststore.location=file:" + this.store,
                "spring.ssl.bundle.jks.company.truststore.password=" + PASSWORD,
                "spring.ssl.bundle.jks.company.truststore.type=PKCS12" };
    }

}
