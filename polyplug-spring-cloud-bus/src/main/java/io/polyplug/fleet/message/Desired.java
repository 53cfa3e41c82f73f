package io.polyplug.fleet.message;

/**
 * What instances are meant to serve of one bundle since a command succeeded.
 *
 * @param bundle the bundle's name
 * @param destination which instances are meant, as the command said
 * @param version the version
 * @param digest what tells the build from others
 * @param revision the command's place among all commands
 */
public record Desired(String bundle, String destination, String version, String digest, Revision revision) {
}
