#!/usr/bin/env bash
# Spring Boot's graceful shutdown of Tomcat waits until servlets have returned, and not until their answers are sent.
# What a JSON converter wrote stays in Tomcat's buffer until Tomcat finishes the request, which is after that. A thread
# that is held up in between (here by a valve, on a busy machine by the scheduler) finds its connection closed: the client
# gets no answer, although the request was answered well within the time limit of the shutdown. Java's HttpClient tries a
# GET once more then, so what it tells is that it cannot connect. What the controller flushes itself arrives.
#
# Needs a JDK 17 or later and Maven. Exits with 0 if that is still so.
set -euo pipefail

BOOT=4.1.2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p src/main/java/hold

cat > pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>$BOOT</version>
    <relativePath />
  </parent>
  <groupId>finding</groupId>
  <artifactId>hold</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-webmvc</artifactId>
    </dependency>
  </dependencies>
</project>
POM

cat > src/main/java/hold/Hold.java <<'JAVA'
package hold;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
public class Hold {

    static final CountDownLatch entered = new CountDownLatch(1);

    static final CountDownLatch release = new CountDownLatch(1);

    public static void main(String[] arguments) throws Exception {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Hold.class)
            .properties("server.port=0", "logging.level.root=OFF", "spring.main.banner-mode=off")
            .run();
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port")
                + arguments[0]);
        HttpClient client = HttpClient.newHttpClient();
        var answer = client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        entered.await();
        Thread closing = new Thread(context::close);
        closing.start();
        while (!context.isClosed()) {
            Thread.onSpinWait();
        }
        release.countDown();
        try {
            var response = answer.get(60, TimeUnit.SECONDS);
            System.out.println("status " + response.statusCode() + ", body " + response.body());
        }
        catch (ExecutionException ex) {
            System.out.println("no answer: " + ex.getCause());
        }
        closing.join();
        System.exit(0);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> heldUp() {
        return (factory) -> factory.addContextValves(new ValveBase() {

            @Override
            public void invoke(Request request, Response response) throws IOException, ServletException {
                getNext().invoke(request, response);
                try {
                    Thread.sleep(1000);
                }
                catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                }
            }

        });
    }

    @RestController
    static class Controller {

        @GetMapping("/returned")
        int returned() throws InterruptedException {
            hold();
            return 100;
        }

        @GetMapping("/flushed")
        void flushed(HttpServletResponse response) throws Exception {
            hold();
            response.setContentLength(3);
            response.getOutputStream().print("100");
            response.flushBuffer();
        }

        private static void hold() throws InterruptedException {
            entered.countDown();
            release.await();
        }

    }

}
JAVA

mvn -q -B package spring-boot:repackage > build.txt 2>&1 || { cat build.txt; exit 2; }
returned=$(java -jar target/hold-1.jar /returned)
flushed=$(java -jar target/hold-1.jar /flushed)
echo "Spring Boot $BOOT, Tomcat $(unzip -l target/hold-1.jar | sed -n 's/.*tomcat-embed-core-\(.*\)\.jar/\1/p')"
echo "shutdown begins while a request is held, which is then answered"
echo "  answer returned from the controller: $returned"
echo "  answer flushed by the controller:    $flushed"
[[ $returned == "no answer: "* && $flushed == "status 200, body 100" ]]
