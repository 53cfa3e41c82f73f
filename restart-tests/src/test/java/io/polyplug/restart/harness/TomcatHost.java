package io.polyplug.restart.harness;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * Main class: a Tomcat that stays while a WAR is deployed and undeployed several times.
 * Prints what the application answers and what is left of it; Tomcat's own word goes to
 * the same place. Arguments: Tomcat's folder, the WAR, the folder of private copies.
 */
public final class TomcatHost {

    private static final int ROUNDS = 3;

    private final Tomcat tomcat = new Tomcat();

    private final Path war;

    private TomcatHost(Path folder, Path war) {
        this.war = war;
        this.tomcat.setBaseDir(folder.toString());
        this.tomcat.setPort(0);
        this.tomcat.setAddDefaultWebXmlToWebapp(false);
        this.tomcat.getHost();
        this.tomcat.getConnector();
    }

    public static void main(String[] arguments) {
        try {
            TomcatHost host = new TomcatHost(Path.of(arguments[0]), Path.of(arguments[1]));
            host.run(Path.of(arguments[2]));
            System.exit(0);
        }
        catch (Throwable ex) {
            ex.printStackTrace();
            System.exit(1);
        }
    }

    private void run(Path work) throws Exception {
        this.tomcat.start();
        for (int round = 1; round <= ROUNDS; round++) {
            WeakReference<ClassLoader> loader = redeploy();
            LinkedRecords.link(round);
            System.out.println("class loader " + (Leftovers.isCollected(loader) ? "collected" : "LEFT"));
        }
        System.out.println("threads " + Leftovers.threads());
        System.out.println("libraries " + Leftovers.libraries(work));
        System.out.println("unpacked by JNA " + Leftovers.unpackedByJna());
        this.tomcat.stop();
        this.tomcat.destroy();
    }

    private WeakReference<ClassLoader> redeploy() throws Exception {
        Context context = this.tomcat.addWebapp("/app", this.war.toString());
        ClassLoader loader = context.getLoader().getClassLoader();
        System.out.println("answer " + get());
        context.stop();
        context.destroy();
        this.tomcat.getHost().removeChild(context);
        return new WeakReference<>(loader);
    }

    private String get() throws IOException {
        URI page = URI.create("http://localhost:" + this.tomcat.getConnector().getLocalPort() + "/app/greet");
        try (InputStream answer = page.toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

}
