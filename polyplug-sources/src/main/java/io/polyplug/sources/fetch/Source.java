package io.polyplug.sources.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a bundle is published.
 */
public sealed interface Source {

    /**
     * {@return what to call it in messages and in the log: without what may be a secret}
     */
    String shown();

    /**
     * {@return whether it names the same archive for ever, so that one fetched before
     * will do}
     */
    boolean isFixed();

    /**
     * Reads a source.
     * @param text {@code maven:} and a coordinate, {@code oci:} and a reference, or a URL
     * @return the source
     * @throws SourceFailure if it is something else
     */
    static Source parse(String text) throws SourceFailure {
        int colon = text.indexOf(':');
        return switch ((colon > 0) ? text.substring(0, colon).toLowerCase(Locale.ROOT) : "") {
            case "maven" -> Maven.parse(text.substring(colon + 1));
            case "oci" -> Oci.parse(text.substring(colon + 1));
            case "http", "https" -> Web.parse(text);
            default -> throw SourceFailure.refused(
                    "its kind is unknown" + ((colon > 0) ? ": '" + text.substring(0, colon) + "'" : ""),
                    "Begin it with 'maven:', 'oci:' or 'https:'; what lies in the file system is a path");
        };
    }

    /**
     * An artifact of type {@code ppb} in a Maven repository.
     *
     * @param group its group
     * @param artifact its name
     * @param version its version
     * @param classifier its classifier, or an empty text
     */
    record Maven(String group, String artifact, String version, String classifier) implements Source {

        private static final Pattern COORDINATE = Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.+-]+)(?::([\\w.+-]+))?");

        static Maven parse(String coordinate) throws SourceFailure {
            Matcher matcher = COORDINATE.matcher(coordinate);
            if (!matcher.matches()) {
                throw SourceFailure.refused("it is no coordinate",
                        "Write 'maven:group:artifact:version' or 'maven:group:artifact:version:classifier', with one"
                                + " version and not a range of them");
            }
            return new Maven(matcher.group(1), matcher.group(2), matcher.group(3),
                    Optional.ofNullable(matcher.group(4)).orElse(""));
        }

        @Override
        public String shown() {
            return "maven:" + this.group + ":" + this.artifact + ":" + this.version
                    + (this.classifier.isEmpty() ? "" : ":" + this.classifier);
        }

        @Override
        public boolean isFixed() {
            return !this.version.endsWith("-SNAPSHOT") && !this.version.equals("LATEST")
                    && !this.version.equals("RELEASE");
        }

    }

    /**
     * An artifact in an OCI registry.
     *
     * @param registry the registry's host, with a port if it has one of its own
     * @param repository the repository
     * @param tag the tag; an empty text where there is only a digest
     * @param digest the digest of the artifact's manifest, if one is given
     */
    record Oci(String registry, String repository, String tag, Optional<Digest> digest) implements Source {

        private static final Pattern REFERENCE = Pattern.compile("(?<registry>[A-Za-z0-9.-]+(?::[0-9]+)?)"
                + "/(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>.+))?");

        static Oci parse(String reference) throws SourceFailure {
            Matcher matcher = REFERENCE.matcher(reference);
            if (!matcher.matches() || (matcher.group("tag") == null && matcher.group("digest") == null)) {
                throw SourceFailure.refused("it is no reference of an artifact",
                        "Write 'oci:registry/repository:tag', 'oci:registry/repository@sha256:…', or both");
            }
            String digest = matcher.group("digest");
            return new Oci(matcher.group("registry"), matcher.group("repository"),
                    Optional.ofNullable(matcher.group("tag")).orElse(""),
                    (digest != null) ? Optional.of(Digest.parse(digest)) : Optional.empty());
        }

        /**
         * {@return what to ask the registry for: the digest if there is one, the tag
         * otherwise}
         */
        public String wanted() {
            return this.digest.map(Digest::toString).orElse(this.tag);
        }

        @Override
        public String shown() {
            return "oci:" + this.registry + "/" + this.repository + (this.tag.isEmpty() ? "" : ":" + this.tag)
                    + this.digest.map((present) -> "@" + present).orElse("");
        }

        @Override
        public boolean isFixed() {
            return this.digest.isPresent();
        }

    }

    /**
     * A file on a web server.
     *
     * @param uri where it is
     */
    record Web(URI uri) implements Source {

        static Web parse(String url) throws SourceFailure {
            try {
                URI uri = new URI(url);
                if (uri.getHost() == null) {
                    throw SourceFailure.refused("it names no host", "Write 'https://host/path/name.ppb'");
                }
                if (uri.getRawUserInfo() != null) {
                    throw SourceFailure.refused("it holds credentials, which logs and messages would show",
                            "Give them as 'polyplug.sources.http.hosts.<id>.username' and 'password'");
                }
                return new Web(uri);
            }
            catch (URISyntaxException ex) {
                throw SourceFailure.refused("it is no URL: " + ex.getReason(), "Write 'https://host/path/name.ppb'");
            }
        }

        @Override
        public String shown() {
            String text = this.uri.toString();
            int end = text.indexOf('?');
            return (end >= 0) ? text.substring(0, end) + "?…" : text;
        }

        @Override
        public boolean isFixed() {
            return false;
        }

    }

}
