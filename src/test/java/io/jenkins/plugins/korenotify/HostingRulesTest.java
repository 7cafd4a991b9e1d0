package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hudson.util.VersionNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** The hosting gate has a lowest parent and a lowest Jenkins, and wants the BOM of that line. */
    @Test
    void parentAndJenkinsAreNoOlderThanTheGateAllows() throws Exception {
        assertThat(new VersionNumber(pom("/parent/version")))
                .isGreaterThanOrEqualTo(new VersionNumber("6.2211.v27f680c93c53"));
        assertThat(new VersionNumber(pom("/properties/jenkins.version")
                        .replace("${jenkins.baseline}", pom("/properties/jenkins.baseline"))))
                .isGreaterThanOrEqualTo(new VersionNumber("2.541.3"));
        assertThat(pom("/dependencyManagement/dependencies/dependency/groupId")).isEqualTo("io.jenkins.tools.bom");
        assertThat(pom("/dependencyManagement/dependencies/dependency/type")).isEqualTo("pom");
        assertThat(pom("/dependencyManagement/dependencies/dependency/scope")).isEqualTo("import");
    }

    /** Else the plugin would come with a second Jackson beside that of jackson2-api. */
    @Test
    void theBundledLibraryBringsNoJackson() throws Exception {
        String bundled =
                text("pom.xml").replaceAll("(?s).*<artifactId>java-jwt</artifactId>(.*?)</dependency>.*", "$1");

        assertThat(bundled)
                .contains(
                        "<artifactId>jackson-core</artifactId>",
                        "<artifactId>jackson-databind</artifactId>",
                        "<artifactId>jackson-annotations</artifactId>");
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
        try (Stream<Path> files = Files.walk(ROOT.resolve(".github"))) {
            assertThat(files).noneMatch(file -> file.toString().contains("release-drafter"));
        }
    }

    /** What the plugin manager and the health score look for. */
    @Test
    void thePluginDescribesItself() throws IOException {
        assertThat(text("CONTRIBUTING.md")).isNotBlank();
        assertThat(text("LICENSE")).startsWith("MIT License");
        assertThat(text("src/main/resources/index.jelly").replaceAll("<[^>]*>", ""))
                .isNotBlank();
    }

    @Test
    void nothingThatIsBuiltIsCommitted() throws Exception {
        assumeThat(ROOT.resolve(".git")).exists();
        Process git = new ProcessBuilder("git", "ls-files")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> committed;
        try (BufferedReader names = git.inputReader(StandardCharsets.UTF_8)) {
            committed = names.lines().toList();
        }

        assertThat(git.waitFor()).isZero();
        assertThat(committed)
                .contains("pom.xml")
                .noneMatch(name -> name.matches("(.*/)?(target|work)/.*") || name.endsWith(".class"));
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("HostingRulesTest.java"))
                    .toList();
        }
    }

    /** Old annotations and libraries; and, in the plugin, code for agents, and settings of the whole JVM. */
    @Test
    void theSourcesKeepAwayFromWhatIsBanned() throws IOException {
        for (Path source : sources()) {
            String text = Files.readString(source);
            assertThat(text)
                    .as(source.toString())
                    .doesNotContain(
                            "import javax.annotation.",
                            "import javax.servlet.",
                            "import org.junit.Test;",
                            "import org.junit.Assert",
                            "import org.apache.commons.lang.",
                            "import com.google.common.");
            if (source.startsWith(ROOT.resolve("src/main"))) {
                assertThat(text)
                        .as(source.toString())
                        .doesNotContain(
                                "hudson.remoting",
                                "MasterToSlave",
                                "System.setProperty",
                                "TrustManager",
                                "HostnameVerifier",
                                "setDefaultSSLSocketFactory",
                                "SSLContext.setDefault");
            }
        }
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
        // Escaping does not make an address safe: it begins with words of the plugin's own.
        assertThat(text)
                .doesNotContainPattern("(href|src|action)=\"\\$\\{(?![\\w.()]+\\.icon(\\(\\))?}|rootURL}|trendUrl})");
        assertThat(text).doesNotContainPattern("(href|src)=\"(https?:)?//");
        // Jelly takes what stands in brackets for values to fill in, and does not show it; words have none after a
        // blank.
        assertThat(text).doesNotContainPattern("\\$\\{%[^}(]*\\s\\(");
        assertThat(Pattern.compile("<script(?![^>]*application/json)")
                        .matcher(text)
                        .find())
                .isFalse();
        assertThat(Pattern.compile("\\son[a-z]+=").matcher(text).find()).isFalse();
    }

    @Test
    void scriptsMakeNoCodeOfText() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/resources"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".js")))
                    .isNotEmpty()
                    .allSatisfy(script -> assertThat(script)
                            .content()
                            .doesNotContainPattern("\\b(eval|Function|innerHTML|outerHTML|document\\.write)\\b"));
        }
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
