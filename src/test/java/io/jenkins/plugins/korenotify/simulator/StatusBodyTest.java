package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusBodyTest {

    private static final Instant START = Instant.parse("2026-01-05T10:00:00.120Z");
    private static final Instant END = START.plusSeconds(10);

    @Test
    void v2HasTheFieldsOfThePublishedSampleInItsOrder() throws IOException {
        String mine = render(request().failures(0), END, NotifyVersion.V2);
        String published = new String(Scenarios.sample(), StandardCharsets.UTF_8);
        assertThat(fields(mine)).containsExactlyElementsOf(fields(published));
    }

    @Test
    void v1HasTheFieldsOfThePublishedSampleInItsOrder() throws IOException {
        assertThat(fields(render(request().failures(0), END, NotifyVersion.V1)))
                .containsExactly(
                        "_id",
                        "status",
                        "percentageComplete",
                        "streamId",
                        "createdBy",
                        "jobType",
                        "action",
                        "statusLogs",
                        "statusLogs._id",
                        "statusLogs.requestId",
                        "statusLogs.createdBy",
                        "statusLogs.channel",
                        "statusLogs.comments",
                        "statusLogs.streamId",
                        "statusLogs.koreId",
                        "statusLogs.channelId",
                        "statusLogs.messagestoreId",
                        "statusLogs.originalId",
                        "statusLogs.status",
                        "statusLogs.createdOn",
                        "statusLogs.__v",
                        "lMod",
                        "createdOn",
                        "requestedTime",
                        "__v",
                        "count");
    }

    @Test
    void failedEntriesLackWhatOnlyADeliveryHas() throws IOException {
        for (NotifyVersion version : NotifyVersion.values()) {
            String body = render(request().failures(4), END, version);
            assertThat(fields(body))
                    .contains("statusLogs.comments", "statusLogs.originalId")
                    .doesNotContain("statusLogs.koreId", "statusLogs.channelId", "statusLogs.messagestoreId");
            assertThat(body).contains(Comments.NOT_ASSOCIATED).contains("\"status\":\"FAILURE\"");
        }
    }

    @Test
    void showsProgressAsAskedTo() {
        Instant half = START.plusSeconds(5);
        for (Visibility visibility : Visibility.values()) {
            SimulatedRequest request = request().visibility(visibility).build(1, false);
            int done = request.summary(half).done();
            assertThat(done).isBetween(1, 3);
            String v2 = text(request, half, NotifyVersion.V2);
            String v1 = text(request, half, NotifyVersion.V1);
            boolean hidden = visibility == Visibility.HIDDEN;
            int count = visibility == Visibility.LOGS_WITH_TOTAL ? 4 : hidden ? 0 : done;
            assertThat(v2).contains("\"count\":" + count + ",\"status\":\"IN_PROGRESS\"");
            assertThat(v2.split("nl-", -1)).hasSize(hidden ? 1 : done + 1);
            assertThat(v1).contains("\"percentageComplete\":" + (hidden ? 0 : 25 * done));
            assertThat(text(request, END, NotifyVersion.V1)).contains("\"percentageComplete\":100");
        }
    }

    @Test
    void theLogOnlyGrows() {
        SimulatedRequest request = request().recipients(50).failures(9).build(3, false);
        String before = "";
        for (int second = 0; second <= 10; second++) {
            String log =
                    text(request, START.plusSeconds(second), NotifyVersion.V2).split("],\"count\"")[0];
            assertThat(log).startsWith(before);
            before = log;
        }
    }

    @Test
    void wordsMayBeForced() {
        SimulatedRequest request = request()
                .failures(1)
                .finalWord("DONE_SOMEHOW")
                .runningWord("QUEUED")
                .build(1, false);
        assertThat(request.word(START)).isEqualTo("QUEUED");
        assertThat(request.word(END)).isEqualTo("DONE_SOMEHOW");
        assertThat(request().failures(4).build(1, false).word(END)).isEqualTo("FAILURE");
        assertThat(request().failures(0).build(1, false).word(END)).isEqualTo("SUCCESS");
    }

    @Test
    void timeStampsFollowTheServersOwnClock() {
        SimulatedRequest request = request().failures(0).build(1, false);
        String body = new String(
                new StatusBody(request, END, Duration.ofHours(-10)).render(NotifyVersion.V1), StandardCharsets.UTF_8);
        assertThat(body)
                .contains("\"lMod\":\"2026-01-05T00:00:10.000Z\",\"createdOn\":\"2026-01-05T00:00:00.120Z\"")
                .doesNotContain("T10:");
    }

    @Test
    void aThousandRecipientsTakeAboutHalfAMegabyte() {
        String body = render(request().recipients(1000).failures(0), END, NotifyVersion.V2);
        assertThat(body.length()).isBetween(400_000, 600_000);
        assertThat(body).contains("\"recipient-1000@example.com\"").doesNotContain("recipient-0@");
    }

    @Test
    void failureTextsSurviveAsJson() throws IOException {
        String body = render(
                request().recipients(200).failures(200).failureComments(Comments.FAILURES), END, NotifyVersion.V2);
        Set<String> texts = new LinkedHashSet<>();
        try (JsonParser json = new JsonFactory().createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && "comments".equals(json.currentName())) {
                    texts.add(json.getText());
                }
            }
        }
        assertThat(texts).containsExactlyInAnyOrderElementsOf(Comments.FAILURES);
    }

    private static SimulatedRequestBuilder request() {
        return SimulatedRequest.named("ds-1")
                .recipients(4)
                .delivering(DeliveryCurve.LINEAR, Duration.ofSeconds(10))
                .startsAt(START);
    }

    private static String render(SimulatedRequestBuilder request, Instant at, NotifyVersion version) {
        return text(request.build(1, false), at, version);
    }

    private static String text(SimulatedRequest request, Instant at, NotifyVersion version) {
        return new String(new StatusBody(request, at, Duration.ZERO).render(version), StandardCharsets.UTF_8);
    }

    /** Names of all fields in the order of their first appearance. */
    private static Set<String> fields(String body) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (JsonParser json = new JsonFactory().createParser(body)) {
            int depth = 0;
            while (json.nextToken() != null) {
                if (json.currentToken().isStructStart()) {
                    depth++;
                } else if (json.currentToken().isStructEnd()) {
                    depth--;
                } else if (json.currentToken() == JsonToken.FIELD_NAME) {
                    names.add((depth > 1 ? "statusLogs." : "") + json.currentName());
                }
            }
        }
        return names;
    }
}
