package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The rules by which the Jenkins project takes in a plugin, over the working tree. */
class HostingRulesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();

    // Direct compile dependencies for which there is an API plugin.
    private static final Pattern BANNED = Pattern.compile("jackson-(core|databind|annotations)|gson|json|json-path"
            + "|okhttp.*|httpclient.*|caffeine|commons-lang3|commons-text|snakeyaml|bcp.*|guava");

    private static String pom(String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        return xpath.evaluate("/*" + path.replaceAll("/([A-Za-z.0-9-]+)", "/*[local-name()='$1']"), document())
                .strip();
    }

    private static Document document() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(ROOT.resolve("pom.xml").toFile());
    }

    private static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    @ParameterizedTest
    @CsvSource({
        "/groupId, io.jenkins.plugins",
        "/artifactId, kore-notify-status",
        "/version, ${changelist}",
        "/packaging, hpi",
        "/parent/groupId, org.jenkins-ci.plugins",
        "/parent/artifactId, plugin",
        "/url, https://github.com/jenkinsci/${project.artifactId}-plugin",
        "/scm/connection, scm:git:https://github.com/${gitHubRepo}.git",
        "/scm/developerConnection, scm:git:https://github.com/${gitHubRepo}.git",
        "/scm/url, https://github.com/${gitHubRepo}",
        "/scm/tag, ${scmTag}",
        "/properties/changelist, 999999-SNAPSHOT",
        "/properties/jenkins.version, ${jenkins.baseline}.3",
        "/properties/hpi.strictBundledArtifacts, true",
        "/properties/hpi.bundledArtifacts, java-jwt",
        "/properties/ban-commons-lang-2.skip, false",
        "/properties/ban-deprecated-stapler.skip, false",
        "/properties/ban-junit4-imports.skip, false",
        "/properties/banObsoleteDependencyOverrides.skip, false",
        "/dependencyManagement/dependencies/dependency/artifactId, bom-${jenkins.baseline}.x",
    })
    void thePomSays(String path, String value) throws Exception {
        assertThat(pom(path)).isEqualTo(value);
    }

    @Test
    void thePomNamesNobodyAndNoJenkins() throws Exception {
        String text = text("pom.xml");

        assertThat(pom("/name")).isNotEmpty().doesNotContainIgnoringCase("jenkins");
        assertThat(pom("/artifactId"))
                .doesNotContain("jenkins")
                .hasSizeLessThan(37)
                .isLowerCase();
        assertThat(pom("/licenses/license/name")).isEqualTo("MIT License");
        assertThat(text).doesNotContain("<developers>", "maven.compiler.", "java.level");
    }

    @Test
    void dependenciesComeFromTheBom() throws Exception {
        NodeList dependencies = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/*/*[local-name()='dependencies']/*[local-name()='dependency']",
                        document(),
                        XPathConstants.NODESET);
        assertThat(dependencies.getLength()).isPositive();
        XPath xpath = XPathFactory.newInstance().newXPath();
        for (int i = 0; i < dependencies.getLength(); i++) {
            String artifact = xpath.evaluate("*[local-name()='artifactId']", dependencies.item(i));
            String group = xpath.evaluate("*[local-name()='groupId']", dependencies.item(i));
            String scope = xpath.evaluate("*[local-name()='scope']", dependencies.item(i));
            String version = xpath.evaluate("*[local-name()='version']", dependencies.item(i));
            if (group.contains("jenkins")) {
                assertThat(version).as(artifact).isEmpty();
            }
            if (scope.isEmpty()) {
                assertThat(artifact).doesNotMatch(BANNED);
            }
        }
    }

    @Test
    void theBuildServersAreTold() throws IOException {
        assertThat(text("Jenkinsfile").replaceAll("\\s+", " ").strip())
                .matches("buildPlugin\\( ?useContainerAgent: true, configurations: \\[( \\[platform: '(linux|windows)',"
                        + " jdk: (21|25)\\],?)+ \\] ?\\)");
        assertThat(text(".github/CODEOWNERS")).isEqualTo("* @jenkinsci/kore-notify-status-plugin-developers\n");
        assertThat(text(".github/workflows/jenkins-security-scan.yml")).contains("jenkins-security-scan.yaml@v2");
        assertThat(text(".github/workflows/cd.yaml")).contains("maven-cd.yml@v1");
        assertThat(text(".github/dependabot.yml")).contains("package-ecosystem: maven", "github-actions");
        assertThat(text(".mvn/maven.config")).contains("-Dchangelist.format=%d.v%s");
        assertThat(text(".mvn/extensions.xml")).contains("git-changelist-maven-extension");
        assertThat(text(".gitignore").lines()).contains("target/", "work/");
        assertThat(ROOT.resolve("LICENSE")).exists();
        assertThat(ROOT.resolve("README.md")).exists();
        assertThat(ROOT.resolve(".github/release-drafter.yml")).doesNotExist();
    }

    static List<Path> views() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/resources"))) {
            return files.filter(file -> file.toString().endsWith(".jelly")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewsEscapeAndHaveNothingInline(Path view) throws IOException {
        String text = Files.readString(view);

        assertThat(text).startsWith("<?jelly escape-by-default='true'?>");
        assertThat(text).doesNotContain("<style", "style=\"", "checkUrl", "javascript:");
        // Jelly takes what stands in brackets for values to fill in, and does not show it; words have none after a
        // blank.
        assertThat(text).doesNotContainPattern("\\$\\{%[^}(]*\\s\\(");
        assertThat(Pattern.compile("<script(?![^>]*application/json)")
                        .matcher(text)
                        .find())
                .isFalse();
        assertThat(Pattern.compile("\\son[a-z]+=").matcher(text).find()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyFieldHasItsHelp(Path view) throws IOException {
        Pattern.compile("<f:entry[^>]*\\sfield=\"([A-Za-z]+)\"")
                .matcher(Files.readString(view))
                .results()
                .map(found -> "help-" + found.group(1) + ".html")
                .forEach(help -> assertThat(view.resolveSibling(help))
                        .satisfiesAnyOf(
                                own -> assertThat(own).exists(),
                                // The build step and the fields it shares with the step show the step's help.
                                own -> assertThat(view.getParent()
                                                .resolveSibling("KoreNotifyStatusStep")
                                                .resolve(help))
                                        .exists()));
    }
}
