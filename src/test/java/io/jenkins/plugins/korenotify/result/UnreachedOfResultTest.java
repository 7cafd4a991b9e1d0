package io.jenkins.plugins.korenotify.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.korenotify.engine.Documents;
import io.jenkins.plugins.korenotify.engine.JavaForm;
import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.gate.UnreachedRecipient;
import io.jenkins.plugins.korenotify.watch.Answer;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Wanted;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recipients who were not reached, where a watch holds some. */
class UnreachedOfResultTest {
    private static final long START = 1_700_000_000_000L;
    private static final long DEADLINE = START + 600_000;
    private static final Random RANDOM = new Random(1);
    private static final Unreached SOME = Unreached.of(List.of(
            new UnreachedRecipient("j***@***", "ivr", true, "Identity is not associated"),
            new UnreachedRecipient("***89", "", true, ""),
            new UnreachedRecipient("***", "ivr", false, "")));

    @Test
    void whoIsPendingCountsOnceNothingMoreIsHeard() {
        Watch running = answered(begin(true), "ds-1", false);

        assertThat(result(running, START + 10).requests().get(0).unreached())
                .extracting(UnreachedRecipient::failed)
                .containsExactly(true, true);
        // Of five who failed, two are kept; the ten who are pending may still be reached.
        assertThat(result(running, START + 10).unreachedOmitted()).isEqualTo(3);

        CheckResult late = result(running, DEADLINE);
        assertThat(late.requests().get(0).unreached()).isEqualTo(SOME.recipients());
        assertThat(late.unreachedOmitted()).isEqualTo(12);
        assertThat(result(answered(begin(true), "ds-1", true), START + 10)
                        .requests()
                        .get(0)
                        .unreached())
                .hasSize(3);
        assertThat(result(answered(begin(false), "ds-1", false), START + 10)
                        .requests()
                        .get(0)
                        .unreached())
                .hasSize(3);
    }

    @Test
    void areNamedInTheDocument() throws Exception {
        Watch watch = answered(begin(true), "ds-1", true);
        watch = watch.asked("ds-2", START)
                .troubled("ds-2", new Trouble(Trouble.Kind.PASSING, "Gone", 0), START, RANDOM);

        JsonNode document = Documents.read(json(result(watch, DEADLINE)));

        assertThat(Documents.violations(document)).isEmpty();
        assertThat(document.get("unreached"))
                .extracting(
                        one -> one.get("request").asText(),
                        one -> one.get("recipient").asText(),
                        one -> one.get("channel").textValue(),
                        one -> one.get("status").asText(),
                        one -> one.get("reason").textValue())
                .containsExactly(
                        tuple("ds-1", "***89", null, "FAILED", null),
                        tuple("ds-1", "j***@***", "ivr", "FAILED", "Identity is not associated"),
                        tuple("ds-1", "***", "ivr", "PENDING", null));
        // Of 15 at the first request three are named, of the other nothing is known.
        assertThat(document.get("unreachedOmitted").asLong()).isEqualTo(12);
        assertThat(json(stored(result(watch, DEADLINE)))).isEqualTo(json(result(watch, DEADLINE)));
    }

    @Test
    void areNotEvenMentionedWhereNoneAreKept() throws Exception {
        CheckResult without = result(answered(begin(true), "ds-1", true).withoutRecipients(), DEADLINE);

        assertThat(without.keepsRecipients()).isFalse();
        assertThat(json(without)).doesNotContain("unreached");
        assertThat(Documents.violations(Documents.read(json(without)))).isEmpty();
    }

    @Test
    void areAnEmptyListWhereEverybodyWasReached() throws Exception {
        Watch watch = begin(true)
                .asked("ds-1", START)
                .answered("ds-1", new Answer(true, Tally.of(10, 0, 0), -1, Unreached.NOBODY), START, RANDOM);

        JsonNode document = Documents.read(json(result(watch, START + 10)));

        assertThat(Documents.violations(document)).isEmpty();
        assertThat(document.get("unreached")).isEmpty();
        assertThat(document.get("unreachedOmitted").asLong()).isZero();
    }

    /** A watch and a result as the version before recipients could be kept stored them. */
    @Test
    void whatWasStoredWithoutThemLoads() throws Exception {
        byte[] bytes;
        try (InputStream in = UnreachedOfResultTest.class.getResourceAsStream("stored-1.b64")) {
            bytes = Base64.getMimeDecoder().decode(in.readAllBytes());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            Watch watch = (Watch) in.readObject();
            CheckResult result = (CheckResult) in.readObject();

            assertThat(watch.tally()).hasToString("98 delivered, 2 failed, 100 pending of 200");
            assertThat(watch.request("ds-1").unreached()).isEmpty();
            assertThat(watch.withoutRecipients()).isSameAs(watch);
            assertThat(json(result)).isEqualTo(json(result(watch, DEADLINE))).doesNotContain("unreached");
            Watch resumed = watch.resumed(START + 20_000)
                    .asked("ds-2", START + 20_000)
                    .answered("ds-2", new Answer(true, Tally.of(95, 5, 0), -1, SOME), START + 20_100, RANDOM);
            assertThat(result(resumed, START + 30_000).unreachedOmitted()).isEqualTo(2 + 2);
        }
    }

    private static Watch begin(boolean untilFinished) {
        return Watch.begin(
                List.of(Wanted.of("ds-1"), Wanted.of("ds-2")),
                Thresholds.DEFAULT.withFailFast(false),
                PollPlan.DEFAULT,
                untilFinished,
                START,
                Duration.ofMinutes(10));
    }

    private static Watch answered(Watch watch, String id, boolean finished) {
        return watch.asked(id, START)
                .answered(id, new Answer(finished, Tally.of(10, 5, 10), -1, SOME), START + 1, RANDOM);
    }

    private static CheckResult result(Watch watch, long at) {
        return CheckResult.of(watch, watch.verdict(Math.max(at, DEADLINE)).orElseThrow(), at);
    }

    private static CheckResult stored(CheckResult result) throws Exception {
        return (CheckResult) JavaForm.read(JavaForm.of(result));
    }

    private static String json(CheckResult result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CheckResultJson.write(result, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
