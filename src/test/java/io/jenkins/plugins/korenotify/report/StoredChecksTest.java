package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.Reader;
import io.jenkins.plugins.korenotify.gate.Counts;
import io.jenkins.plugins.korenotify.gate.Finding;
import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.gate.UnreachedRecipient;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.Answer;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Wanted;
import io.jenkins.plugins.korenotify.watch.Watch;
import io.jenkins.plugins.korenotify.words.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.hudson.test.recipes.LocalData;

/** The form in which checks are stored with their build: what was stored once, loads for ever. */
class StoredChecksTest {
    private static final long START = 1_700_000_000_000L;

    /** Whoever changes the form adds a file of the new form, and keeps the old ones. */
    @Test
    void theFormIsTheOneThatIsKnownToLoad() throws Exception {
        assertThat(Run.XSTREAM2.toXML(action()) + "\n").isEqualTo(resource("stored-3.xml"));
    }

    /** The first had no findings. */
    @ParameterizedTest
    @ValueSource(strings = {"stored-1.xml", "stored-3.xml"})
    void whatWasStoredLoads(String stored) throws Exception {
        KoreNotifyStatusAction loaded = (KoreNotifyStatusAction) Run.XSTREAM2.fromXML(resource(stored));

        assertThat(loaded.getWaiting()).isEmpty();
        assertThat(loaded.getChecks()).singleElement().satisfies(StoredChecksTest::isTheStoredOne);
        assertThat(loaded.getChecks().get(0).getUnreached()).isNull();
    }

    @Test
    void reasonsAreSaidInTheReadersLanguageIfTheirRulesAreKnown() throws Exception {
        String english = "196 of 200 recipients were reached: 98 %, at least 98.5 % wanted";
        String stored = resource("stored-3.xml");

        assertThat(reasons(stored, Locale.GERMAN))
                .containsExactly("196 von 200 Empfängern wurden erreicht: 98 %, mindestens 98.5 % verlangt");
        assertThat(reasons(stored, Locale.FRENCH)).containsExactly(english);
        assertThat(reasons(resource("stored-1.xml"), Locale.GERMAN)).containsExactly(english);
        assertThat(reasons(stored.replace("RATE_MISSED", "RATE_OF_A_LATER_VERSION"), Locale.GERMAN))
                .containsExactly(english);
        assertThat(reasons(stored.replaceAll("(?s)<rule>.*?</values>", ""), Locale.GERMAN))
                .containsExactly(english);
        assertThat(reasons(
                        stored.replace("<string>196</string>", "<string>" + "9".repeat(2000) + "</string>"),
                        Locale.GERMAN))
                .singleElement()
                .satisfies(reason -> assertThat(reason).hasSize(500));
    }

    /** What went wrong with a request may be in Kore.ai's words. */
    @Test
    void whatIsStoredOfReasonsIsBounded() {
        String hostile = "{0} of ${kore} ".repeat(1000);
        Watch watch = Watch.begin(
                List.of(Wanted.of("ds-1")), Thresholds.DEFAULT, PollPlan.DEFAULT, true, START, Duration.ofMinutes(10));
        Verdict verdict = Verdict.inconclusive(
                Verdict.Doubt.TIME_UP, Collections.nCopies(50, Finding.of(Finding.Rule.NO_ANSWER, "ds-1", hostile)));
        KoreNotifyStatusAction action = new KoreNotifyStatusAction();
        action.keep(
                new OpenCheck(null, null, "7", "bank", watch),
                CheckResult.of(watch, verdict, START),
                new Timeline().kept());

        String stored = Run.XSTREAM2.toXML(action);

        assertThat(stored.split("<rule>NO_ANSWER</rule>", -1)).hasSize(1 + 10);
        List<String> values = Pattern.compile("<string>([^<]*)</string>")
                .matcher(stored)
                .results()
                .map(value -> value.group(1))
                .toList();
        assertThat(values).isNotEmpty().allSatisfy(value -> assertThat(value).hasSizeLessThanOrEqualTo(500));
        assertThat(reasons(stored, Locale.GERMAN))
                .hasSize(10)
                .allSatisfy(reason -> assertThat(reason)
                        .startsWith("Anfrage ds-1: {0} of ${kore} {0} of ${kore} ")
                        .hasSize(500));
    }

    /** By its phrase, and in English words beside it. */
    @Test
    void whatWentWrongIsSaidInTheReadersLanguage() throws Exception {
        assertThat(Run.XSTREAM2.toXML(troubled()) + "\n").isEqualTo(resource("stored-5.xml"));

        String english = "The server answered HTTP 404. Check the URL and the API version";
        String german = "Der Server antwortete mit HTTP 404. Zu prüfen sind die URL und die API-Version";
        String stored = resource("stored-5.xml");
        assertThat(reasons(stored, Locale.GERMAN)).containsExactly("Anfrage ds-1: " + german);
        assertThat(reasons(stored, Locale.FRENCH)).containsExactly("Request ds-1: " + english);
        assertThat(troubles(stored, Locale.GERMAN)).containsExactly(german, "Kein Status: ds-1: " + german);
        assertThat(troubles(stored, Locale.FRENCH)).containsExactly(english, "No status: ds-1: " + english);
        String later = stored.replace("answer.checkUrl", "of.a.later.version");
        assertThat(troubles(later, Locale.GERMAN))
                .containsExactly(
                        "Der Server antwortete mit HTTP 404. of.a.later.version[]",
                        "Kein Status: ds-1: Der Server antwortete mit HTTP 404. of.a.later.version[]");
        String earlier = stored.replaceAll("(?s)<(last|troubleSaid|said)>.*?</\\1>\\s*", "");
        assertThat(reasons(earlier, Locale.GERMAN)).containsExactly("Anfrage ds-1: " + english);
        assertThat(troubles(earlier, Locale.GERMAN)).containsExactly(english, "Kein Status: ds-1: " + english);
        assertThat(troubles(
                        stored.replace("<string>404</string>", "<string>" + "9".repeat(2000) + "</string>"),
                        Locale.GERMAN))
                .allSatisfy(trouble -> assertThat(trouble).hasSizeLessThanOrEqualTo(350));
    }

    /** At its request and in the timeline, as a reader sees it. */
    private static List<String> troubles(String stored, Locale reader) {
        try (Reader somebody = new Reader(reader)) {
            CheckRecord check = ((KoreNotifyStatusAction) Run.XSTREAM2.fromXML(stored))
                    .getChecks()
                    .get(0);
            return List.of(
                    check.getRequests().get(0).getTroubleInWords(),
                    check.getTimeline().get(0).getInWords());
        }
    }

    private static KoreNotifyStatusAction troubled() {
        Trouble wrong = new Trouble(
                Trouble.Kind.HOPELESS, Phrase.of("answer.status", 404).and(Phrase.of("answer.checkUrl")), 0);
        Watch watch = Watch.begin(
                        List.of(Wanted.of("ds-1")),
                        Thresholds.DEFAULT,
                        PollPlan.DEFAULT,
                        true,
                        START,
                        Duration.ofMinutes(10))
                .asked("ds-1", START)
                .troubled("ds-1", wrong, START + 10, new Random(1));
        Timeline timeline = new Timeline();
        timeline.troubled(START + 10, watch.tally(), "ds-1", wrong);
        KoreNotifyStatusAction action = new KoreNotifyStatusAction();
        action.keep(
                new OpenCheck(null, null, "7", "bank", watch),
                CheckResult.of(watch, watch.verdict(START + 10).orElseThrow(), START + 10),
                timeline.kept());
        return action;
    }

    private static List<String> reasons(String stored, Locale reader) {
        KoreNotifyStatusAction action = (KoreNotifyStatusAction) Run.XSTREAM2.fromXML(stored);
        return action.getChecks().get(0).reasonsInWords(reader);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored-2.xml", "stored-4.xml"})
    void theFormWithRecipientsIsTheOneThatIsKnownToLoad(String stored) throws Exception {
        Unreached some = Unreached.of(List.of(
                new UnreachedRecipient("j***@***", "ivr", true, "Identity is not associated"),
                new UnreachedRecipient("***89", "", false, "")));

        assertThat(Run.XSTREAM2.toXML(action(some)) + "\n").isEqualTo(resource("stored-4.xml"));
        CheckRecord check = ((KoreNotifyStatusAction) Run.XSTREAM2.fromXML(resource(stored)))
                .getChecks()
                .get(0);
        isTheStoredOne(check);
        assertThat(check.getUnreached())
                .extracting(
                        UnreachedRecord::getRequest,
                        UnreachedRecord::getRecipient,
                        UnreachedRecord::getChannel,
                        UnreachedRecord::getStatus,
                        UnreachedRecord::getReason)
                .containsExactly(
                        tuple("ds-1", "j***@***", "ivr", "FAILED", "Identity is not associated"),
                        tuple("ds-1", "***89", null, "PENDING", null));
        assertThat(check.getUnreachedOmitted()).isEqualTo(2);
    }

    @Test
    void missingAndUnknownFieldsDoNoHarm() throws Exception {
        String later = resource("stored-1.xml")
                .replace("<checksOmitted>", "<later><made>up</made></later><checksOmitted>")
                .replace("<verdict>FAILED<", "<severity>9</severity><verdict>SPLENDID<")
                .replaceAll("(?s)<reasons>.*?</reasons>", "")
                .replaceAll("(?s)<thresholds>.*?</thresholds>", "")
                .replaceAll("(?s)<requests>.*?</requests>", "")
                .replaceAll("(?s)<timeline>.*?</timeline>", "")
                .replaceAll("(?s)<failedByReason>.*?</failedByReason>", "");

        CheckRecord check = ((KoreNotifyStatusAction) Run.XSTREAM2.fromXML(later))
                .getChecks()
                .get(0);

        assertThat(check.getVerdict()).isEqualTo("SPLENDID");
        assertThat(check.getLabel()).isEqualTo("unknown");
        assertThat(check.getReasons()).isEmpty();
        assertThat(check.getConditions()).isEmpty();
        assertThat(check.getRequests()).isEmpty();
        assertThat(check.getTimeline()).isEmpty();
        assertThat(check.getFailedByReason()).extracting(ReasonCount::getReason).containsOnlyNulls();
        assertThat(check.getTotal()).isEqualTo(200);
        KoreNotifyStatusAction empty =
                (KoreNotifyStatusAction) Run.XSTREAM2.fromXML("<" + KoreNotifyStatusAction.class.getName() + "/>");
        assertThat(empty.getAll()).isEmpty();
    }

    @Test
    @WithJenkins
    @LocalData
    void aBuildOfAnOlderVersionIsShown(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.jenkins.getItemByFullName("old", FreeStyleProject.class);
        Run<?, ?> run = job.getBuildByNumber(1);

        assertThat(run.getAction(KoreNotifyStatusAction.class).getChecks())
                .singleElement()
                .satisfies(StoredChecksTest::isTheStoredOne);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(run, "koreNotifyStatus/");
            assertThat(page.asNormalizedText())
                    .contains("Check 1: FAILED", "Identity is not associated", "ds-2")
                    .contains("196 of 200 recipients were reached: 98 %, at least 98.5 % wanted");
            assertThat(web.getPage(run).asNormalizedText()).contains("FAILED: 196 of 200 recipients reached");
        }
    }

    private static void isTheStoredOne(CheckRecord check) {
        assertThat(check.getVerdict()).isEqualTo("FAILED");
        assertThat(check.getConnection()).isEqualTo("bank");
        assertThat(check.getRateText()).isEqualTo("98");
        assertThat(check.getReasons()).hasSize(1);
        assertThat(check.getDurationMillis()).isEqualTo(12_345);
        assertThat(check.getFailedByReason())
                .extracting(ReasonCount::getReason, ReasonCount::getRecipients)
                .containsExactly(tuple("Identity is not associated", 3L), tuple(null, 1L));
        assertThat(check.getByChannel())
                .extracting(ChannelCount::getChannel, ChannelCount::getDelivered, ChannelCount::getFailed)
                .containsExactly(tuple("ivr", 97L, 3L), tuple("slack", 0L, 1L), tuple(null, 9L, 0L));
        assertThat(check.getConditions())
                .extracting(Condition::getParameter, Condition::getWanted, Condition::getState)
                .containsExactly(
                        tuple("minSuccessRate", "at least 99.95 %", "does not hold"),
                        tuple("unstableSuccessRate", "at least 98.5 %", "does not hold"),
                        tuple("maxFailures", "at most 4", "holds"),
                        tuple("minRecipients", "at least 2", "holds"));
        assertThat(check.getRequests()).extracting(RequestRecord::getId).containsExactly("ds-1", "ds-2");
        assertThat(check.getTimeline())
                .extracting(TimelineEvent::getKind)
                .containsExactly("STARTED", "TROUBLE", "ANSWERED");
    }

    private static KoreNotifyStatusAction action() {
        return action(null);
    }

    private static KoreNotifyStatusAction action(Unreached unreached) {
        Random random = new Random(1);
        Thresholds thresholds = Thresholds.of(new BigDecimal("99.95"), new BigDecimal("98.5"), 4L, 2, false);
        Watch watch = Watch.begin(
                List.of(Wanted.of("ds-1"), new Wanted("ds-2", 100)),
                thresholds,
                PollPlan.DEFAULT,
                true,
                START,
                Duration.ofMinutes(10));
        Timeline timeline = new Timeline();
        timeline.started(START, watch.tally());
        Trouble gone = new Trouble(Trouble.Kind.PASSING, "Kore.ai answered HTTP 503", 0);
        watch = watch.asked("ds-1", START).troubled("ds-1", gone, START + 10, random);
        timeline.troubled(START + 10, watch.tally(), "ds-1", gone);
        Tally first = Tally.of(97, 3, 0)
                .detailed(Counts.of("ivr", 97), Counts.of("ivr", 3), Counts.of("Identity is not associated", 3));
        Tally second = Tally.of(99, 1, 0).detailed(Counts.unlabelled(9), Counts.of("slack", 1), Counts.unlabelled(1));
        watch = watch.asked("ds-1", START + 3_000)
                .asked("ds-2", START + 3_000)
                .answered("ds-1", new Answer(true, first, -1, unreached), START + 3_100, random)
                .answered("ds-2", new Answer(true, second, -1), START + 3_100, random);
        timeline.answered(START + 3_100, watch.tally());
        OpenCheck check = new OpenCheck(null, null, "7", "bank", watch);
        KoreNotifyStatusAction action = new KoreNotifyStatusAction();
        action.keep(
                check,
                CheckResult.of(watch, watch.verdict(START + 12_345).orElseThrow(), START + 12_345),
                timeline.kept());
        return action;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = StoredChecksTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
