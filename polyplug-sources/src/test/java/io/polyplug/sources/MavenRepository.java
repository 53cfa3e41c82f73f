package io.polyplug.sources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The layout of a Maven repository on a {@link WebServer}, with the group
 * {@code com.acme} and the artifact {@code reload}.
 *
 * @param server where it is
 */
record MavenRepository(WebServer server) {

    private static final String FOLDER = "/com/acme/reload/";

    String property() {
        return "polyplug.sources.maven.repositories.acme.url=" + this.server.url("/");
    }

    MavenRepository release(String version, byte[] archive) {
        return release(version, "", archive);
    }

    MavenRepository release(String version, String classifier, byte[] archive) {
        return file(path(version, version, classifier), archive);
    }

    /** Publishes a build of a version that is not released yet. */
    MavenRepository snapshot(String version, int build, byte[] archive) {
        String value = version + "-20260102.03040" + build + "-" + build;
        file(path(version + "-SNAPSHOT", value, ""), archive);
        String metadata = """
                <metadata modelVersion="1.1.0">
                  <groupId>com.acme</groupId><artifactId>reload</artifactId><version>%s-SNAPSHOT</version>
                  <versioning>
                    <snapshot><timestamp>20260102.03040%d</timestamp><buildNumber>%d</buildNumber></snapshot>
                    <lastUpdated>2026010203040%d</lastUpdated>
                    <snapshotVersions>
                      <snapshotVersion><extension>ppb</extension><value>%s</value><updated>2026010203040%d</updated></snapshotVersion>
                    </snapshotVersions>
                  </versioning>
                </metadata>
                """
            .formatted(version, build, build, build, value, build);
        return file(FOLDER + version + "-SNAPSHOT/maven-metadata.xml", metadata.getBytes(StandardCharsets.UTF_8));
    }

    static String path(String folder, String version, String classifier) {
        return FOLDER + folder + "/reload-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".ppb";
    }

    private MavenRepository file(String path, byte[] content) {
        this.server.serve(path, content).serve(path + ".sha1", hash("SHA-1", content));
        return this;
    }

    static String hash(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
