package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.korenotify.trials.Documents;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.polling.Answer;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
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
class UndeliveredOfResultTest {
    private static final long START = 1_700_000_000_000L;
    private static final long DEADLINE = START + 600_000;
    private static final Random RANDOM = new Random(1);
    private static final UndeliveredSample SOME = UndeliveredSample.of(List.of(
            new UndeliveredRecipient("j***@***", "ivr", true, "Identity is not associated"),
            new UndeliveredRecipient("***89", "", true, ""),
            new UndeliveredRecipient("***", "ivr", false, "")));

    @Test
    void whoIsPendingCountsOnceNothingMoreIsHeard() {
        PollingState running = statusReceived(begin(true), "ds-1", false);

        assertThat(result(running, START + 10).requests().get(0).undelivered())
                .extracting(UndeliveredRecipient::failed)
                .containsExactly(true, true);
        // Of five who failed, two are kept; the ten who are pending may still be reached.
        assertThat(result(running, START + 10).undeliveredOmitted()).isEqualTo(3);

        CheckResult late = result(running, DEADLINE);
        assertThat(late.requests().get(0).undelivered()).isEqualTo(SOME.recipients());
        assertThat(late.undeliveredOmitted()).isEqualTo(12);
        assertThat(result(statusReceived(begin(true), "ds-1", true), START + 10)
                        .requests()
                        .get(0)
                        .undelivered())
                .hasSize(3);
        assertThat(result(statusReceived(begin(false), "ds-1", false), START + 10)
                        .requests()
                        .get(0)
                        .undelivered())
                .hasSize(3);
    }

    @Test
    void areNamedInTheDocument() throws Exception {
        PollingState watch = statusReceived(begin(true), "ds-1", true);
        watch = watch.pollSent("ds-2", START)
                .pollFailed("ds-2", new PollFailure(KoreException.Kind.TRANSIENT, "Gone", 0), START, RANDOM);

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
        CheckResult without = result(statusReceived(begin(true), "ds-1", true).withoutRecipients(), DEADLINE);

        assertThat(without.keepsRecipients()).isFalse();
        assertThat(json(without)).doesNotContain("unreached");
        assertThat(Documents.violations(Documents.read(json(without)))).isEmpty();
    }

    @Test
    void areAnEmptyListWhereEverybodyWasReached() throws Exception {
        PollingState watch = begin(true)
                .pollSent("ds-1", START)
                .statusReceived("ds-1", new Answer(true, RecipientCounts.of(10, 0, 0), -1, UndeliveredSample.NONE), START, RANDOM);

        JsonNode document = Documents.read(json(result(watch, START + 10)));

        assertThat(Documents.violations(document)).isEmpty();
        assertThat(document.get("unreached")).isEmpty();
        assertThat(document.get("unreachedOmitted").asLong()).isZero();
    }

    /** A watch and a result as the version before recipients could be kept stored them. */

    private static PollingState begin(boolean waitForCompletion) {
        return PollingState.begin(
                List.of(TrackedRequest.of("ds-1"), TrackedRequest.of("ds-2")),
                Thresholds.DEFAULT.withFailFast(false),
                PollingPolicy.DEFAULT,
                waitForCompletion,
                START,
                Duration.ofMinutes(10));
    }

    private static PollingState statusReceived(PollingState watch, String id, boolean finished) {
        return watch.pollSent(id, START)
                .statusReceived(id, new Answer(finished, RecipientCounts.of(10, 5, 10), -1, SOME), START + 1, RANDOM);
    }

    private static CheckResult result(PollingState watch, long at) {
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
