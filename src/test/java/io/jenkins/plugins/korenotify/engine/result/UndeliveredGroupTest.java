package io.jenkins.plugins.korenotify.engine.result;

import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.START;
import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.trials.Documents;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Undelivered recipients, where a polling state keeps some. */
class UndeliveredGroupTest {
    private static final UndeliveredSample SOME = UndeliveredSample.of(List.of(
            new UndeliveredRecipient("j***@***", "ivr", true, "Identity is not associated"),
            new UndeliveredRecipient("***89", "", true, ""),
            new UndeliveredRecipient("***", "ivr", false, "")));
    private static final RecipientCounts COUNTS = RecipientCounts.of(10, 5, 10);

    @Test
    void pendingRecipientsAreListedOnceNothingMoreIsExpected() {
        PollingState running = SampleChecks.running(start(true), "ds-1", COUNTS, SOME);

        assertThat(SampleChecks.waiting(running).getUndelivered())
                .extracting(group -> group.status)
                .containsExactly(UndeliveredGroup.Status.FAILED, UndeliveredGroup.Status.FAILED);
        // Of five failed recipients two are kept; the ten pending ones may still be reached.
        assertThat(SampleChecks.waiting(running).undeliveredOmitted).isEqualTo(3);

        CheckResult late = SampleChecks.result(running);
        assertThat(late.getUndelivered()).hasSize(3);
        assertThat(late.undeliveredOmitted).isEqualTo(12);
        PollingState notWaiting = SampleChecks.running(start(false), "ds-1", COUNTS, SOME);
        assertThat(SampleChecks.waiting(notWaiting).getUndelivered()).hasSize(3);
    }

    @Test
    void equalOnesAreGrouped() {
        UndeliveredSample same = UndeliveredSample.of(
                Collections.nCopies(20, new UndeliveredRecipient("r***@***", "ivr", true, "Not associated")));
        PollingState state = SampleChecks.finished(start(true), "ds-1", RecipientCounts.of(1, 30, 0), same);
        state = SampleChecks.finished(state, "ds-2", RecipientCounts.of(1, 20, 0), same);

        CheckResult result = SampleChecks.result(state);

        assertThat(result.getUndelivered())
                .extracting(group -> group.request, group -> group.recipients)
                .containsExactly(tuple("ds-1", 20L), tuple("ds-2", 20L));
        assertThat(result.undeliveredOmitted).isEqualTo(10);
    }

    @Test
    void areInTheDocument() throws Exception {
        PollingState state = SampleChecks.running(start(true), "ds-1", COUNTS, SOME);
        state = SampleChecks.pollFailed(state, "ds-2", SampleChecks.failure(KoreException.Kind.UNAVAILABLE, "Gone"));
        CheckResult result = SampleChecks.result(state);

        JsonNode document = Documents.read(json(result));

        assertThat(Documents.violations(document)).isEmpty();
        assertThat(document.get("undelivered"))
                .extracting(
                        one -> one.get("request").asText(),
                        one -> one.get("recipient").asText(),
                        one -> one.get("channel").textValue(),
                        one -> one.get("status").asText(),
                        one -> one.get("reason").textValue(),
                        one -> one.get("recipients").asLong())
                .containsExactly(
                        tuple("ds-1", "***89", null, "FAILED", null, 1L),
                        tuple("ds-1", "j***@***", "ivr", "FAILED", "Identity is not associated", 1L),
                        tuple("ds-1", "***", "ivr", "PENDING", null, 1L));
        // Of 15 in the first request three are listed, of the other nothing is known.
        assertThat(document.get("undeliveredOmitted").asLong()).isEqualTo(12);
        assertThat(json((CheckResult) JavaForm.read(JavaForm.of(result)))).isEqualTo(json(result));
    }

    @Test
    void areNotEvenMentionedWhereNoneAreKept() throws Exception {
        PollingState state =
                SampleChecks.finished(start(true), "ds-1", COUNTS, SOME).withoutRecipients();

        CheckResult result = SampleChecks.result(state);

        assertThat(result.getUndelivered()).isNull();
        assertThat(json(result)).doesNotContain("undelivered");
        assertThat(Documents.violations(Documents.read(json(result)))).isEmpty();
    }

    @Test
    void areAnEmptyListWhereAllAreDelivered() throws Exception {
        PollingState state =
                SampleChecks.finished(start(true), "ds-1", RecipientCounts.of(10, 0, 0), UndeliveredSample.NONE);

        JsonNode document = Documents.read(json(SampleChecks.waiting(state)));

        assertThat(document.get("undelivered")).isEmpty();
        assertThat(document.get("undeliveredOmitted").asLong()).isZero();
    }

    private static PollingState start(boolean waitForCompletion) {
        return PollingState.start(
                List.of(TrackedRequest.of("ds-1"), TrackedRequest.of("ds-2")),
                ThresholdsOf.withFailFast(Thresholds.DEFAULT, false),
                PollingPolicy.DEFAULT,
                waitForCompletion,
                START,
                START,
                Duration.ofMinutes(10));
    }
}
