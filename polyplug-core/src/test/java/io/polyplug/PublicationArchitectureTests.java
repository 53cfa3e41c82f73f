package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the modules' poms have to say so that applications can use what is published.
 */
class PublicationArchitectureTests {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void bomListsEveryPublishedModule() throws Exception {
        List<String> published = new ArrayList<>(published());
        published.remove("polyplug-bom");
        assertThat(published).isNotEmpty();
        Document bom = pom("polyplug-bom");
        assertThat(texts((Element) bom.getElementsByTagName("dependencyManagement").item(0), "artifactId"))
            .containsExactlyInAnyOrderElementsOf(published);
        assertThat(texts(bom.getDocumentElement(), "version")).startsWith(ownText(pom(""), "version"));
    }

    @Test
    void startersAreMarkedAsNothingButDependencies() throws Exception {
        for (String module : published()) {
            assertThat(texts(pom(module).getDocumentElement(), "Spring-Boot-Jar-Type")).as(module)
                .isEqualTo(module.contains("-starter") ? List.of("dependencies-starter") : List.of());
        }
    }

    @Test
    void sourcesOfPublishedModulesAreAttached() throws Exception {
        for (String module : published()) {
            assertThat(texts(pom(module).getDocumentElement(), "maven.source.skip")).as(module)
                .isEqualTo(Files.isDirectory(ROOT.resolve(module).resolve(Path.of("src", "main", "java")))
                        ? List.of("false") : List.of());
        }
    }

    @Test
    void javadocOfPublishedModulesIsCheckedAndAttached() throws Exception {
        Element execution = elements(pom("").getElementsByTagName("execution"))
            .filter((each) -> texts(each, "id").contains("attach-javadoc"))
            .findFirst()
            .orElseThrow();
        assertThat(texts(execution, "goal")).containsExactly("jar");
        for (String module : published()) {
            if (Files.isDirectory(ROOT.resolve(module).resolve(Path.of("src", "main", "java")))) {
                assertThat(texts(pom(module).getDocumentElement(), "maven.javadoc.skip")).as(module).isEmpty();
            }
        }
    }

    /**
     * Maven asks each module for the plugin, and those without the parent do not inherit
     * it.
     */
    @Test
    void everyModuleKnowsThePluginThatRunsTheSample() throws Exception {
        Document root = pom("");
        for (String module : texts(root.getDocumentElement(), "module")) {
            Element project = pom(module).getDocumentElement();
            if (texts(project, "parent").isEmpty()) {
                assertThat(texts(project, "artifactId")).as(module).contains("spring-boot-maven-plugin");
                assertThat(texts(project, "version")).as(module)
                    .contains(texts(root.getDocumentElement(), "spring-boot.version").get(0));
            }
        }
    }

    /** Modules that do not say that they stay at home. */
    private static List<String> published() throws Exception {
        List<String> published = new ArrayList<>();
        for (String module : texts(pom("").getDocumentElement(), "module")) {
            if (!texts(pom(module).getDocumentElement(), "maven.deploy.skip").contains("true")) {
                published.add(module);
            }
        }
        return published;
    }

    private static Document pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
    }

    private static String ownText(Document pom, String name) {
        return elements(pom.getDocumentElement().getElementsByTagName(name))
            .filter((element) -> element.getParentNode().equals(pom.getDocumentElement()))
            .findFirst()
            .orElseThrow()
            .getTextContent();
    }

    private static List<String> texts(Element parent, String name) {
        return elements(parent.getElementsByTagName(name)).map(Element::getTextContent).toList();
    }

    private static Stream<Element> elements(NodeList nodes) {
        return Stream.iterate(0, (index) -> index < nodes.getLength(), (index) -> index + 1)
            .map((index) -> (Element) nodes.item(index));
    }

}
