package io.jenkins.plugins.korenotify.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages, as {@code docs/architecture.md} draws them. */
class EngineArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.korenotify.";
    private static final String[] ENGINE = {
        ROOT + "words..", ROOT + "gate..", ROOT + "kore..", ROOT + "watch..", ROOT + "drive..", ROOT + "result.."
    };
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.korenotify");

    static Stream<ArchRule> rules() {
        return Stream.of(
                only("words", "java.."),
                only("gate", "java..", ROOT + "words.."),
                only(
                        "kore",
                        "java..",
                        "javax.net.ssl..",
                        ROOT + "words..",
                        ROOT + "gate..",
                        "com.fasterxml.jackson.core..",
                        "com.auth0.jwt.."),
                only("watch", "java..", ROOT + "words..", ROOT + "gate.."),
                only("drive", "java..", ROOT + "words..", ROOT + "gate..", ROOT + "kore..", ROOT + "watch.."),
                only(
                        "result",
                        "java..",
                        ROOT + "words..",
                        ROOT + "gate..",
                        ROOT + "watch..",
                        "com.fasterxml.jackson.core.."),
                noClasses()
                        .that()
                        .resideInAnyPackage(ENGINE)
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("hudson..", "jenkins..", "org.kohsuke..", "org.jenkinsci..")),
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "gate..")
                        .or()
                        .resideInAPackage(ROOT + "watch..")
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("java.net..", "java.util.concurrent..", "java.nio.."))
                        .because("they do no I/O and start no thread"),
                noClasses()
                        .that()
                        .resideInAnyPackage(ROOT + "gate..", ROOT + "watch..", ROOT + "drive..")
                        .should()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(System.class, "nanoTime")
                        .orShould()
                        .callMethod(java.time.Instant.class, "now")
                        .orShould()
                        .dependOnClassesThat(resideInAPackage("java.time.chrono.."))
                        .because("time is handed to them"),
                slices().matching(ROOT + "(*)..").should().beFreeOfCycles(),
                classes()
                        .that()
                        .resideInAPackage(ROOT + "watch..")
                        .and()
                        .areAssignableTo(Serializable.class)
                        .and()
                        .areNotEnums()
                        .should(new HaveSerialVersion()));
    }

    private static ArchRule only(String part, String... allowed) {
        String[] all =
                Stream.concat(Stream.of(ROOT + part + ".."), Stream.of(allowed)).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ROOT + part + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(all));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(CLASSES);
    }
}
