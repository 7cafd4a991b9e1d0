package io.jenkins.plugins.korenotify.trials;

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
    private static final String ENGINE = ROOT + "engine.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.korenotify");

    static Stream<ArchRule> rules() {
        return Stream.of(
                only("message", "java.."),
                only("gate", "java..", ENGINE + "message.."),
                only(
                        "client",
                        "java..",
                        "javax.net.ssl..",
                        ENGINE + "message..",
                        ENGINE + "gate..",
                        "com.fasterxml.jackson.core..",
                        "com.auth0.jwt.."),
                only("polling", "java..", ENGINE + "message..", ENGINE + "gate..", ENGINE + "client.."),
                only(
                        "result",
                        "java..",
                        ENGINE + "message..",
                        ENGINE + "gate..",
                        ENGINE + "client..",
                        ENGINE + "polling..",
                        "com.fasterxml.jackson.."),
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "engine..")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("hudson..", "jenkins..", "org.kohsuke..", "org.jenkinsci..")),
                noClasses()
                        .that()
                        .resideInAPackage(ENGINE + "gate..")
                        .or()
                        .haveNameMatching(
                                ".*[.]polling[.](PollingState|RequestState|PollingPolicy|ProgressEstimator|Backoff).*")
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("java.net..", "java.util.concurrent..", "java.nio.."))
                        .because("they do no I/O and start no thread"),
                noClasses()
                        .that()
                        .resideInAnyPackage(ENGINE + "gate..", ENGINE + "polling..")
                        .should()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(System.class, "nanoTime")
                        .orShould()
                        .callMethod(java.time.Instant.class, "now")
                        .orShould()
                        .dependOnClassesThat(resideInAPackage("java.time.chrono.."))
                        .because("time is handed to them"),
                slices().matching(ENGINE + "(*)..").should().beFreeOfCycles(),
                classes()
                        .that()
                        .resideInAPackage(ENGINE + "polling..")
                        .and()
                        .areAssignableTo(Serializable.class)
                        .and()
                        .areNotEnums()
                        .should(new HaveSerialVersion()));
    }

    private static ArchRule only(String part, String... allowed) {
        String[] all = Stream.concat(Stream.of(ENGINE + part + ".."), Stream.of(allowed))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ENGINE + part + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(all));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(CLASSES);
    }
}
