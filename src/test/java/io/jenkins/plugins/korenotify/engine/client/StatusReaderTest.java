package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.Labels;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusReaderTest {
    /** The answer that Kore.ai publishes, byte for byte. */
    private static final String SAMPLE = "/io/jenkins/plugins/korenotify/simulator/sample-status-v2.json";

    private static final String DELIVERED = "{\"status\":\"SUCCESS\",\"channel\":\"ivr\"}";
    private static final String FAILED = "{\"status\":\"FAILURE\",\"channel\":\"ivr\",\"comments\":\"gone\"}";

    @Nested
    @DisplayName("What Kore.ai documents")
    class Documented {
        @Test
        void theSampleOfV2IsTwoRecipientsReachedByIvr() throws Exception {
            RequestStatus status = read(sample(), 4096);

            assertThat(status.isFinal()).isTrue();
            assertThat(status.overallStatus()).isEqualTo("SUCCESS");
            assertThat(status.counts().total()).isEqualTo(2);
            assertThat(status.declaredCount()).isEqualTo(2);
            assertThat(status.percentComplete()).isNegative();
            assertThat(status.counts())
                    .isEqualTo(Labels.detailed(
                            RecipientCounts.of(2, 0, 0), Labels.of("ivr", 2), LabelCounts.NONE, LabelCounts.NONE));
            assertThat(status).hasToString("SUCCESS: 2 delivered, 0 failed, 0 pending of 2");
        }

        @Test
        void aRunningRequestHasNoLogsYet() throws Exception {
            RequestStatus status = read(
                    "{\"statusLogs\":[],\"status\":\"IN_PROGRESS\",\"percentageComplete\":0,\"streamId\":\"st-1\"}");

            assertThat(status.isFinal()).isFalse();
            assertThat(status.counts()).isEqualTo(RecipientCounts.NONE);
            assertThat(status.percentComplete()).isEqualTo(0);
            assertThat(status.overallStatus()).isEqualTo("IN_PROGRESS");
        }

        @Test
        void v1AddsHowMuchIsDone() throws Exception {
            RequestStatus status = read("{\"_id\":\"ds-1\",\"percentageComplete\":62.5,\"statusLogs\":[" + DELIVERED
                    + "],\"status\":\"IN_PROGRESS\",\"count\":1,\"createdBy\":\"u-1\",\"jobType\":"
                    + "\"PROACTIVE_NOTIFICATIONS_API\",\"action\":\"PROACTIVE_NOTIFICATIONS\",\"lMod\":"
                    + "\"2025-05-26T05:53:22.883Z\",\"__v\":0}");

            assertThat(status.percentComplete()).isEqualTo(62.5);
            assertThat(status.isFinal()).isFalse();
            assertThat(status.counts().delivered()).isEqualTo(1);
        }

        @Test
        void aFailedRecipientHasFewerFieldsAndAReason() throws Exception {
            RequestStatus status = read("{\"statusLogs\":[{\"_id\":\"nl-1\",\"comments\":\"'Identity is not associated"
                    + " with the channel'\",\"channel\":\"msteams\",\"status\":\"FAILURE\"},"
                    + DELIVERED + "],\"count\":2,\"status\":\"PARTIAL_SUCCESS\"}");

            assertThat(status.isFinal()).isTrue();
            assertThat(status.counts())
                    .isEqualTo(Labels.detailed(
                            RecipientCounts.of(1, 1, 0),
                            Labels.of("ivr", 1),
                            Labels.of("msteams", 1),
                            Labels.of("'Identity is not associated with the channel'", 1)));
        }

        @Test
        void theErrorEnvelopeIsReadWithItsCode() throws Exception {
            StatusReader reader = fed("{\"errors\":[{\"msg\":\"Invalid SDK credentials\",\"code\":4002}]}", 5);
            reader.end();

            assertThat(reader.errors()).containsExactly(new StatusReader.RemoteError("Invalid SDK credentials", 4002));
        }

        @Test
        void threeLogsMayBeCountedAsTwo() throws Exception {
            RequestStatus status = read(body("SUCCESS", 2, DELIVERED, DELIVERED, DELIVERED));

            assertThat(status.counts().total()).isEqualTo(3);
            assertThat(status.declaredCount()).isEqualTo(2);
            assertThat(status.counts().total()).isEqualTo(3);
            assertThat(status.counts().pending()).isZero();
        }
    }

    @Nested
    @DisplayName("Words")
    class Words {
        @ParameterizedTest
        @ValueSource(strings = {"SUCCESS", "success", "Success", "sUcCeSs"})
        void forADeliveredRecipientInAnyCase(String word) throws Exception {
            assertThat(read(body("IN_PROGRESS", "{\"status\":\"" + word + "\"}"))
                            .counts())
                    .isEqualTo(Labels.detailed(
                            RecipientCounts.of(1, 0, 0), Labels.unlabelled(1), LabelCounts.NONE, LabelCounts.NONE));
        }

        @ParameterizedTest
        @ValueSource(strings = {"FAILURE", "FAILED", "ERROR", "failure", "Failed", "error"})
        void forAFailedRecipientInAnyCase(String word) throws Exception {
            assertThat(read(body("IN_PROGRESS", "{\"status\":\"" + word + "\"}"))
                            .counts())
                    .isEqualTo(Labels.detailed(
                            RecipientCounts.of(0, 1, 0), LabelCounts.NONE, Labels.unlabelled(1), Labels.unlabelled(1)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "PENDING",
                    "QUEUED",
                    "SUCCESSFUL",
                    "SUCCES",
                    "UNSUCCESSFUL",
                    " SUCCESS",
                    "SUCCESS ",
                    "SUCCE\u017fS",
                    "\uff33UCCESS",
                    "PARTIAL_SUCCESS",
                    "FAILUR\u0395",
                    "null",
                    "true"
                })
        void thatAreUnknownLeaveARecipientPending(String word) throws Exception {
            assertThat(read(body("IN_PROGRESS", "{\"status\":\"" + word + "\"}"))
                            .counts())
                    .isEqualTo(RecipientCounts.of(0, 0, 1));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"SUCCESS", "success", "FAILURE", "Failure", "FAILED", "PARTIAL_SUCCESS", "partial_success"})
        void thatEndARequestInAnyCase(String word) throws Exception {
            assertThat(read(body(word, DELIVERED, FAILED)).isFinal()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "IN_PROGRESS",
                    "PENDING",
                    "DONE",
                    "COMPLETED",
                    "SUCCESSFUL",
                    "SUCCESS!",
                    " SUCCESS",
                    "PARTIAL"
                })
        void thatAreUnknownLeaveARequestUnfinished(String word) throws Exception {
            RequestStatus status = read(body(word, DELIVERED));

            assertThat(status.isFinal()).isFalse();
            assertThat(status.overallStatus()).isEqualTo(word.strip());
        }

        @Test
        void areShownCleanedAndCut() throws Exception {
            assertThat(read(body("\\u001b[31m\\r\\nA\\u202eB john@example.com", DELIVERED))
                            .overallStatus())
                    .isEqualTo("[31m AB [address]");
            assertThat(read(body("W".repeat(500_000), DELIVERED)).overallStatus())
                    .hasSize(40);
        }

        @Test
        void maySpellTheirLettersAsEscapes() throws Exception {
            RequestStatus status = read("{\"\\u0073tatus\":\"S\\u0055CCESS\",\"status\\u004cogs\":[{\"st\\u0061tus\":"
                    + "\"\\u0053UCCESS\",\"channel\":\"iv\\u0072\"}]}");

            assertThat(status.isFinal()).isTrue();
            assertThat(status.counts().deliveredByChannel()).isEqualTo(Labels.of("ivr", 1));
        }
    }

    @Nested
    @DisplayName("Fields")
    class Fields {
        @Test
        void mayStandInAnyOrder() throws Exception {
            assertThat(read("{\"streamId\":\"st-1\",\"status\":\"SUCCESS\",\"count\":1,\"statusLogs\":[" + DELIVERED
                            + "]}"))
                    .isEqualTo(read("{\"statusLogs\":[" + DELIVERED
                            + "],\"count\":1,\"status\":\"SUCCESS\",\"streamId\":\"st-1\"}"));
        }

        @Test
        void mayBeUnknownAndHoldAnything() throws Exception {
            String junk =
                    "[1,-2.5e3,true,false,null,\"x\",{\"status\":\"FAILURE\",\"statusLogs\":[[{}]],\"count\":7},[]]";

            RequestStatus status = read("{\"x\":" + junk + ",\"statusLogs\":[{\"y\":" + junk
                    + ",\"status\":\"SUCCESS\",\"z\":{\"status\":\"FAILURE\",\"channel\":\"slack\",\"a\":" + junk
                    + "}}],\"\":" + junk + ",\"status\":\"SUCCESS\",\"errorz\":" + junk + "}");

            assertThat(status.isFinal()).isTrue();
            assertThat(status.declaredCount()).isEqualTo(-1);
            assertThat(status.counts())
                    .isEqualTo(Labels.detailed(
                            RecipientCounts.of(1, 0, 0), Labels.unlabelled(1), LabelCounts.NONE, LabelCounts.NONE));
        }

        @Test
        void mayBeMissingFromARecipientWhoIsThenPending() throws Exception {
            assertThat(read(body("IN_PROGRESS", "{}", "{\"channel\":\"ivr\"}")).counts())
                    .isEqualTo(RecipientCounts.of(0, 0, 2));
        }

        @Test
        void mayBeMissingButNotAllOfThem() throws Exception {
            assertThat(read("{\"status\":\"SUCCESS\",\"count\":0}").counts()).isEqualTo(RecipientCounts.NONE);
            assertThat(read("{\"status\":\"SUCCESS\",\"streamId\":\"st-1\"}").isFinal())
                    .isTrue();
            // Not necessarily this API's.
            assertProtocol("{\"status\":\"SUCCESS\"}");
            assertProtocol("{\"status\":\"error\",\"message\":\"upstream\"}");
            assertProtocol("{\"status\":\"SUCCESS\",\"percentageComplete\":100}");
            assertProtocol("{\"statusLogs\":[" + DELIVERED + "]}");
            assertProtocol("{\"statusLogs\":[" + DELIVERED + "],\"count\":1,\"status\":null}");
            assertThat(read("{\"statusLogs\":null,\"status\":\"PARTIAL_SUCCESS\"}")
                            .counts())
                    .isEqualTo(RecipientCounts.NONE);
            assertProtocol("{}").extracting(Throwable::getMessage).asString().contains("no status");
            assertProtocol("{\"count\":2,\"percentageComplete\":100}");
            assertProtocol("{\"data\":{\"status\":\"SUCCESS\",\"statusLogs\":[]}}");
            assertProtocol("{\"payload\":\"ZW5jcnlwdGVk\",\"key\":\"x\"}")
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("encryption");
        }

        @Test
        void areSpelledExactly() throws Exception {
            assertThat(read("{\"status\":\"SUCCESS\",\"statuslogs\":[" + DELIVERED + "],\"statusLogs\":[]}")
                            .counts())
                    .isEqualTo(RecipientCounts.NONE);
            assertProtocol("{\"Status\":\"SUCCESS\",\"statusLogs\":[" + DELIVERED + "]}");
        }

        @Test
        void ofOneRecipientDoNotLeakIntoTheNext() throws Exception {
            assertThat(read(body("FAILURE", FAILED, "{\"status\":\"FAILURE\"}", "{}"))
                            .counts())
                    .isEqualTo(Labels.detailed(
                            RecipientCounts.of(0, 2, 1),
                            LabelCounts.NONE,
                            Labels.plus(Labels.of("ivr", 1), Labels.unlabelled(1)),
                            Labels.plus(Labels.of("gone", 1), Labels.unlabelled(1))));
        }

        @Test
        void ofARecipientGivenTwiceAreRefusedAsTheyContradictEachOther() {
            for (String last :
                    new String[] {"\"FAILURE\"", "\"SUCCESS\"", "null", "1", "true", "{}", "[\"SUCCESS\"]"}) {
                assertProtocol(body("SUCCESS", "{\"status\":\"SUCCESS\",\"status\":" + last + "}"));
                assertProtocol(body("SUCCESS", "{\"status\":" + last + ",\"status\":\"SUCCESS\"}"));
            }
        }

        @Test
        void ofTheRequestGivenTwiceAreRefusedAsTheyContradictEachOther() {
            assertProtocol("{\"count\":0,\"status\":\"SUCCESS\",\"status\":\"IN_PROGRESS\"}");
            assertProtocol("{\"count\":0,\"\\u0073tatus\":\"IN_PROGRESS\",\"status\":\"SUCCESS\"}");
            assertProtocol("{\"count\":0,\"status\":\"SUCCESS\",\"status\":null}");
            assertProtocol("{\"status\":\"SUCCESS\",\"count\":1,\"count\":3}");
            assertProtocol("{\"status\":\"SUCCESS\",\"count\":3,\"count\":null}");
            assertProtocol("{\"status\":\"SUCCESS\",\"statusLogs\":[" + DELIVERED + "],\"statusLogs\":null}");
        }

        @Test
        void thatListTheRecipientsTwiceAreRefusedAsTheyWouldCountDouble() {
            assertProtocol(
                    "{\"statusLogs\":[" + DELIVERED + "],\"status\":\"SUCCESS\",\"statusLogs\":[" + DELIVERED + "]}");
        }
    }

    @Nested
    @DisplayName("Counting")
    class Counting {
        @Test
        void countsListedRecipientsAndTellsHowManyAreDeclared() throws Exception {
            RequestStatus status = read(body("SUCCESS", 5, DELIVERED, FAILED));

            assertThat(status.counts()).extracting(RecipientCounts::total).isEqualTo(2L);
            assertThat(status.counts().delivered()).isEqualTo(1);
            assertThat(status.counts().failed()).isEqualTo(1);
            assertThat(status.declaredCount()).isEqualTo(5);
        }

        @Test
        void takesMissingRecipientsAsPendingWhereverCountStands() throws Exception {
            assertThat(read("{\"count\":3,\"statusLogs\":[" + DELIVERED + "],\"status\":\"SUCCESS\"}")
                            .counts())
                    .isEqualTo(read("{\"statusLogs\":[" + DELIVERED + "],\"status\":\"SUCCESS\",\"count\":3}")
                            .counts());
        }

        @ParameterizedTest
        @CsvSource({
            "SUCCESS, SUCCESS",
            "success, SUCCESS",
            "PARTIAL_SUCCESS, PARTIAL_SUCCESS",
            "FAILURE, FAILURE",
            "Failed, FAILURE",
            "IN_PROGRESS, RUNNING",
            "COMPLETED, RUNNING",
            "ERROR, RUNNING",
        })
        void knowsTheDocumentedFinalWords(String word, RequestStatus.Outcome outcome) throws Exception {
            assertThat(read(body(word, DELIVERED)).outcome()).isEqualTo(outcome);
            assertThat(read(body(word, DELIVERED)).isFinal()).isEqualTo(outcome != RequestStatus.Outcome.RUNNING);
        }

        @Test
        void masksPersonalDataInReasons() throws Exception {
            LabelCounts reasons = read(body(
                            "FAILURE",
                            failure("User john.doe@example.com unknown"),
                            failure("User jane@example.org unknown"),
                            failure("No phone +49 170 1234567"),
                            failure("No user u-a1414a00-5089-5009-9365-dd3a6a09f107"),
                            failure("two\\nlines\\u001b[0m")))
                    .counts()
                    .failedByReason();

            assertThat(reasons.byLabel())
                    .containsOnly(
                            Map.entry("User [address] unknown", 2L),
                            Map.entry("No phone [number]", 1L),
                            Map.entry("No user [id]", 1L),
                            Map.entry("two lines [0m", 1L));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 32, 33, 127, 128, 129, 500, 3000})
        void keepsSoManyReasonsApartAndTheRestTogether(int reasons) throws Exception {
            String logs = IntStream.range(0, 2 * reasons)
                    .mapToObj(i -> failure("reason " + word(i % reasons)))
                    .collect(Collectors.joining(","));

            LabelCounts counts = read(body("FAILURE", logs)).counts().failedByReason();

            assertThat(Labels.total(counts)).isEqualTo(2L * reasons);
            assertThat(counts.byLabel())
                    .hasSize(Math.min(reasons, LabelCounts.MAX_LABELS))
                    .allSatisfy((label, count) -> assertThat(count).isEqualTo(2));
        }

        @Test
        void boundsChannelsInNumberAndLength() throws Exception {
            String logs = IntStream.range(0, 300)
                    .mapToObj(i -> "{\"status\":\"SUCCESS\",\"channel\":\"" + word(i) + "x".repeat(600) + "\"}")
                    .collect(Collectors.joining(","));

            LabelCounts counts = read(body("SUCCESS", logs)).counts().deliveredByChannel();

            assertThat(Labels.total(counts)).isEqualTo(300);
            assertThat(counts.byLabel()).hasSizeLessThanOrEqualTo(LabelCounts.MAX_LABELS);
            assertThat(counts.byLabel().keySet())
                    .allSatisfy(label -> assertThat(label).hasSizeLessThanOrEqualTo(40));
        }

        @Test
        void holdsForAHundredThousandRecipients() throws Exception {
            StatusReader reader = fed("{\"statusLogs\":[" + DELIVERED, 1000);
            byte[] more = ("," + DELIVERED + "," + FAILED).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 50_000; i++) {
                reader.feed(more, 0, more.length);
            }
            byte[] end = "],\"count\":100001,\"status\":\"PARTIAL_SUCCESS\"}".getBytes(StandardCharsets.UTF_8);
            reader.feed(end, 0, end.length);

            assertThat(reader.finish().counts())
                    .isEqualTo(Labels.detailed(
                            RecipientCounts.of(50_001, 50_000, 0),
                            Labels.of("ivr", 50_001),
                            Labels.of("ivr", 50_000),
                            Labels.of("gone", 50_000)));
        }
    }

    @Nested
    @DisplayName("Recipients who were not reached")
    class UnreachedOnes {
        @Test
        void areNotKeptUnlessAskedFor() throws Exception {
            assertThat(read(body("FAILURE", failed("\"originalId\":\"john.doe@example.com\"")))
                            .undelivered())
                    .isNull();
        }

        @Test
        void areKeptMaskedWithChannelAndReason() throws Exception {
            assertThat(undelivered(
                            5,
                            "{\"originalId\":\"john.doe@example.com\",\"channel\":\"ivr\",\"comments\":\"gone\",\"status\":"
                                    + "\"FAILURE\"}",
                            "{\"status\":\"QUEUED\",\"originalId\":\"+49 170 1234567\"}",
                            "{\"status\":\"SUCCESS\",\"originalId\":\"jane.doe@example.com\"}"))
                    .containsExactly(
                            new UndeliveredRecipient("j***@***", "ivr", true, "gone"),
                            new UndeliveredRecipient("***567", "", false, ""));
        }

        @Test
        void areKnownByTheirOwnIdentityElseByThatOnTheChannel() throws Exception {
            assertThat(
                            masks(
                                    failed("\"channelId\":\"29:1sK7dPq0aZ9x\",\"originalId\":\"john.doe@example.com\""),
                                    failed("\"originalId\":\"karl.doe@example.com\",\"channelId\":\"29:1sK7dPq0aZ9x\""),
                                    failed("\"channelId\":\"lars.doe@example.com\""),
                                    failed("\"originalId\":491701234567"),
                                    failed("\"originalId\":1,\"originalId\":\"mike.doe@example.com\""),
                                    failed(
                                            "\"koreId\":\"u-a1414a00-5089-5009-9365-dd3a6a09f107\",\"createdBy\":\"nobody.doe@example.com\"")))
                    .containsExactly("***", "***567", "j***@***", "k***@***", "l***@***", "m***@***");
        }

        @Test
        void withoutAnIdentityOrWithAWrongOneShowNothing() throws Exception {
            assertThat(masks(
                            failed("\"originalId\":null"),
                            failed("\"originalId\":{\"originalId\":\"john.doe@example.com\"}"),
                            failed("\"originalId\":[\"john.doe@example.com\"]"),
                            failed("\"originalId\":true"),
                            failed("\"originalId\":1234567.25"),
                            failed("\"x\":1"),
                            failed("\"originalId\":\"" + "j".repeat(900_000) + "\"")))
                    .containsOnly("***")
                    .hasSize(7);
        }

        @Test
        void areThoseWhoFailedBeforeThosePendingWhateverTheirOrder() throws Exception {
            List<String> logs = new ArrayList<>();
            for (char c = 'a'; c <= 'z'; c++) {
                logs.add("{\"originalId\":\"" + c + "name@example.com\",\"status\":\"QUEUED\"}");
                if (c > 'w') {
                    logs.add(failed("\"originalId\":\"" + c + "name@example.com\""));
                }
            }
            Collections.reverse(logs);

            assertThat(masks(logs.toArray(new String[0])))
                    .containsExactly(
                            "x***@***", "y***@***", "z***@***", "a***@***", "b***@***", "c***@***", "d***@***");
        }

        @Test
        void keepLongReasonsCutAndPersonalDataOutOfThem() throws Exception {
            UndeliveredRecipient one = undelivered(
                            5, failed("\"comments\":\"john.doe@example.com " + "is unknown ".repeat(30) + "\""))
                    .get(0);

            assertThat(one.reason())
                    .startsWith("[address] is unknown")
                    .hasSize(80)
                    .endsWith("\u2026");
        }

        private static List<String> masks(String... logs) throws Exception {
            return undelivered(7, logs).stream()
                    .map(UndeliveredRecipient::recipient)
                    .toList();
        }

        private static List<UndeliveredRecipient> undelivered(int most, String... logs) throws Exception {
            byte[] bytes = body("PARTIAL_SUCCESS", logs).getBytes(StandardCharsets.UTF_8);
            StatusReader reader = new StatusReader(Redaction.TOKENS, most);
            reader.feed(bytes, 0, bytes.length);
            return reader.finish().undelivered().recipients();
        }

        private static String failed(String fields) {
            return "{\"status\":\"FAILURE\"," + fields + "}";
        }
    }

    @Nested
    @DisplayName("Bad input: wrong types")
    class WrongTypes {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[]",
                    "[{}]",
                    "1",
                    "-1",
                    "\"SUCCESS\"",
                    "true",
                    "false",
                    "null",
                    "[[]]",
                    "[" + DELIVERED + "]",
                    "1.5",
                    "\"{}\""
                })
        void atTheTopAreRefused(String body) {
            assertProtocol(body);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1",
                    "\"x\"",
                    "true",
                    "{}",
                    "[1]",
                    "[\"x\"]",
                    "[null]",
                    "[[]]",
                    "[true]",
                    "[" + DELIVERED + ",1]"
                })
        void ofTheLogsAreRefused(String logs) {
            assertProtocol("{\"status\":\"SUCCESS\",\"statusLogs\":" + logs + "}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "true", "{}", "[\"SUCCESS\"]", "1e999999", "{\"status\":\"SUCCESS\"}"})
        void ofTheOverallWordAreRefused(String word) {
            assertProtocol("{\"statusLogs\":[" + DELIVERED + "],\"status\":" + word + "}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"2\"",
                    "true",
                    "{}",
                    "[2]",
                    "-1",
                    "2.5",
                    "1e999999",
                    "-1e999999",
                    "1000000001",
                    "99999999999999999999",
                    "1e99999999999",
                    "0.1"
                })
        void ofTheCountAreRefusedAsRecipientsMightBeOverlooked(String count) {
            assertProtocol("{\"statusLogs\":[" + DELIVERED + "],\"status\":\"SUCCESS\",\"count\":" + count + "}");
        }

        @ParameterizedTest
        @CsvSource({"0, 0", "1, 1", "2.0, 2", "1e2, 100", "1000000000, 1000000000", "-0, 0", "null, -1"})
        void ofTheCountAreNotSeenInAnySpellingOfAWholeNumber(String count, long declared) throws Exception {
            assertThat(read("{\"status\":\"SUCCESS\",\"count\":" + count + "}").declaredCount())
                    .isEqualTo(declared);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"50\"", "true", "null", "{}", "[50]", "-1", "-1e999999"})
        void ofThePercentageAreLeftOut(String percent) throws Exception {
            assertThat(read("{\"statusLogs\":[],\"status\":\"IN_PROGRESS\",\"percentageComplete\":" + percent + "}")
                            .percentComplete())
                    .isNegative();
        }

        @ParameterizedTest
        @ValueSource(strings = {"100", "101", "1e999999", "1e99999999999"})
        void ofThePercentageAreNotSeenButItIsBounded(String percent) throws Exception {
            assertThat(read("{\"statusLogs\":[],\"status\":\"IN_PROGRESS\",\"percentageComplete\":" + percent + "}")
                            .percentComplete())
                    .isEqualTo(100);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"1", "true", "null", "{}", "[]", "1e999999", "[\"SUCCESS\"]", "{\"status\":\"SUCCESS\"}"})
        void ofARecipientsFieldsAreNeverSuccess(String value) throws Exception {
            assertThat(read(body("SUCCESS", "{\"status\":" + value + "}")).counts())
                    .isEqualTo(RecipientCounts.of(0, 0, 1));
            assertThat(read(body(
                                    "SUCCESS",
                                    "{\"status\":\"SUCCESS\",\"channel\":" + value + ",\"comments\":" + value + "}"))
                            .counts())
                    .isEqualTo(Labels.detailed(
                            RecipientCounts.of(1, 0, 0), Labels.unlabelled(1), LabelCounts.NONE, LabelCounts.NONE));
        }

        @Test
        void ofErrorsAreToleratedAndTheirNumberIsBounded() throws Exception {
            StatusReader reader = fed(
                    "{\"errors\":[1,\"x\",null,[{}],{},{\"msg\":1,\"code\":\"4002\"},{\"msg\":{\"a\":[1]}},"
                            + "{\"msg\":null,\"code\":1e999999},{\"msg\":\"m\",\"code\":-3}"
                            + ",{\"msg\":\"m\"}".repeat(100) + "]}",
                    7);
            reader.end();

            assertThat(reader.errors()).hasSize(8).doesNotContainNull();
            for (String errors : new String[] {"1", "\"x\"", "null", "{}", "{\"msg\":\"x\"}", "[]", "[1]"}) {
                StatusReader other = fed("{\"errors\":" + errors + "}", 3);
                other.end();
                assertThat(other.errors()).as(errors).isEmpty();
            }
        }

        @Test
        void areNotSeenInNullsEverywhere() throws Exception {
            RequestStatus status = read("{\"statusLogs\":null,\"count\":null,\"status\":\"\",\"streamId\":null,"
                    + "\"percentageComplete\":null,\"errors\":null}");

            assertThat(status.isFinal()).isFalse();
            assertThat(status.overallStatus()).isEmpty();
            assertThat(status.counts()).isEqualTo(RecipientCounts.NONE);
            assertThat(read(body("SUCCESS", "{\"status\":null,\"channel\":null,\"comments\":null}"))
                            .counts())
                    .isEqualTo(RecipientCounts.of(0, 0, 1));
        }
    }

    @Nested
    @DisplayName("Bad input: hostile bytes")
    class Hostile {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "\n",
                    "<html><body>Login</body></html>",
                    "not json",
                    "{status:\"SUCCESS\"}",
                    "{'status':'SUCCESS'}",
                    "{\"status\":SUCCESS}",
                    "{\"status\":\"SUCCESS\",}",
                    "{\"statusLogs\":[,]}",
                    "{\"count\":01}",
                    "{\"count\":NaN}",
                    "{\"count\":Infinity}",
                    "{\"count\":+1}",
                    "{\"count\":.5}",
                    "{\"count\":1.}",
                    "{\"status\":\"SUCC\nESS\"}",
                    "{\"status\":\"\\x\"}",
                    "{\"status\":\"\\u12\"}",
                    "/* c */{\"status\":\"SUCCESS\"}",
                    "{\"status\" \"SUCCESS\"}",
                    "{\"status\":\"SUCCESS\"]",
                    "}",
                    "]",
                    "{]",
                    "{\"statusLogs\":[}",
                    "\u0000",
                    "{\u0000}"
                })
        void thatAreNotJsonAreRefused(String body) {
            assertProtocol(body);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"status\":\"FAILURE\",\"streamId\":\"st-1\"}",
                    "1",
                    "\"x\"",
                    "null",
                    "[]",
                    "]",
                    "}",
                    ",",
                    "x",
                    "\u0000",
                    "<html>"
                })
        void thatFollowACompleteAnswerAreRefused(String more) {
            assertProtocol("{\"status\":\"SUCCESS\"}" + more);
            assertProtocol("{\"status\":\"SUCCESS\"}\n" + more);
        }

        @Test
        void thatMarkTheByteOrderAreSkipped() throws Exception {
            assertThat(read("\ufeff{\"status\":\"SUCCESS\",\"count\":0}").isFinal())
                    .isTrue();
        }

        @Test
        void inAnotherEncodingAreRefused() {
            assertProtocol("{\"status\":\"SUCCESS\"}".getBytes(StandardCharsets.UTF_16LE));
            assertProtocol("{\"status\":\"SUCCESS\"}".getBytes(StandardCharsets.UTF_16BE));
            assertProtocol("\ufeff{\"status\":\"SUCCESS\"}".getBytes(StandardCharsets.UTF_16LE));
            assertProtocol("{\"status\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1));
        }

        @Test
        void thatAreNotUtf8AreRefusedWhereverTheyStand() {
            byte[][] wrong = {
                {(byte) 0x80}, {(byte) 0xC3}, {(byte) 0xE2, (byte) 0x82}, {(byte) 0xFF}, {(byte) 0xF8, 1, 1, 1, 1}
            };
            for (byte[] bytes : wrong) {
                assertProtocol(bytes("{\"status\":\"", bytes, "\"}"));
                assertProtocol(bytes("{\"", bytes, "\":1,\"status\":\"SUCCESS\"}"));
                assertProtocol(bytes("{\"x\":{\"y\":\"", bytes, "\"},\"status\":\"SUCCESS\"}"));
                assertProtocol(bytes("{\"status\":\"SUCCESS\",", bytes, "\"x\":1}"));
            }
        }

        @Test
        void thatAreGzipAreRefused() {
            assertProtocol(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
        }

        @ParameterizedTest
        @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
        void thatNestDeeplyAreRefusedWithoutAnOverflow(String level) {
            for (int depth : new int[] {40, 100_000}) {
                assertProtocol("{\"status\":\"SUCCESS\",\"x\":" + level.repeat(depth));
                assertProtocol("{\"status\":\"SUCCESS\",\"statusLogs\":[{\"x\":" + level.repeat(depth));
                assertProtocol("{\"errors\":[{\"x\":" + level.repeat(depth));
            }
        }

        @Test
        void thatNestALittleAreRead() throws Exception {
            assertThat(read("{\"status\":\"SUCCESS\",\"count\":0,\"x\":" + "[".repeat(20) + "]".repeat(20) + "}")
                            .isFinal())
                    .isTrue();
        }

        @Test
        void inHugeStringsAreRefused() {
            String huge = "\"" + "x".repeat(3_000_000) + "\"";

            assertProtocol("{\"status\":" + huge + "}");
            assertProtocol("{\"status\":\"SUCCESS\",\"x\":" + huge + "}");
            assertProtocol("{\"status\":\"SUCCESS\",\"x\":[{\"y\":" + huge + "}]}");
            assertProtocol("{\"status\":\"SUCCESS\"," + huge + ":1}");
            assertProtocol("{\"status\":\"SUCCESS\",\"statusLogs\":[{\"comments\":" + huge + "}]}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"x", "\"\\n", "\"\u00fc", "{\"x", "1", "-1", "1.1", "1e1", " "})
        void withoutEndAreRefusedLongBeforeTheyFillTheMemory(String beginning) throws Exception {
            StatusReader reader = fed("{\"status\":\"SUCCESS\",\"x\":" + beginning, 100);
            byte[] more =
                    beginning.substring(beginning.length() - 1).repeat(8192).getBytes(StandardCharsets.UTF_8);
            long most = 3 << 20;
            long fed = 0;
            Throwable thrown = null;
            while (thrown == null && fed < 2 * most) {
                thrown = catchThrowable(() -> reader.feed(more, 0, more.length));
                fed += more.length;
            }

            assertThat(thrown)
                    .asInstanceOf(type(KoreException.class))
                    .extracting(KoreException::kind)
                    .isEqualTo(KoreException.Kind.PROTOCOL);
            assertThat(fed).isLessThan(most);
        }

        @Test
        void inHugeNumbersAreRefusedOrLeftOut() {
            assertProtocol("{\"status\":\"SUCCESS\",\"count\":" + "9".repeat(100_000) + "}");
            assertProtocol("{\"status\":\"SUCCESS\",\"count\":0." + "9".repeat(100_000) + "}");
            assertProtocol("{\"status\":\"SUCCESS\",\"count\":1e" + "9".repeat(100_000) + "}");
            assertProtocol("{\"status\":\"SUCCESS\",\"percentageComplete\":" + "9".repeat(100_000) + "}");
        }

        @Test
        void inCommentsThatStrainPatternsDoNoHarm() throws Exception {
            for (String piece : new String[] {"1", "1 ", "+1-", "a@", "@", "a-", "eyJa.", "\\u0000"}) {
                assertThat(read(body("FAILURE", failure(piece.repeat(50_000))))
                                .counts()
                                .failed())
                        .as(piece)
                        .isEqualTo(1);
            }
        }

        @Test
        void thatAreCutOffAtAnyByteAreNeverAStatus() throws IOException {
            byte[] whole = sample();
            int end = whole.length;
            while (whole[end - 1] != '}') {
                end--;
            }
            for (int length = 0; length < end; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertProtocol(cut);
            }
        }

        @Test
        void thatComeInTwoPiecesReadTheSameWhereverTheyAreSplit() throws Exception {
            byte[] whole = sample();
            RequestStatus required = read(whole, whole.length);
            for (int split = 0; split <= whole.length; split++) {
                StatusReader reader = new StatusReader();
                reader.feed(whole, 0, split);
                reader.feed(whole, split, whole.length - split);
                assertThat(reader.finish()).isEqualTo(required);
            }
        }

        @Test
        void thatComeOneByOneReadTheSame() throws Exception {
            String body = "\ufeff"
                    + body(
                            "PARTIAL_SUCCESS",
                            failure("\u00fc\u20ac\ud83d\ude00 \\u00fc\\ud83d\\ude00 \\\"\\/\\b\\f"),
                            failure("reason"),
                            "{\"status\":\"SUCCESS\",\"channel\":\"\u30b3\u30a2\",\"n\":-12.5e-3,\"x\":null}");

            assertThat(read(body, 1)).isEqualTo(read(body));
        }

        @Test
        void areNotKeptWhenTheirBufferIsUsedAgain() throws Exception {
            byte[] whole = body("FAILURE", failure("first reason"), failure("second reason"))
                    .getBytes(StandardCharsets.UTF_8);
            byte[] buffer = new byte[3];
            StatusReader reader = new StatusReader();
            for (int at = 0; at < whole.length; at += buffer.length) {
                int length = Math.min(buffer.length, whole.length - at);
                System.arraycopy(whole, at, buffer, 0, length);
                reader.feed(buffer, 0, length);
                Arrays.fill(buffer, (byte) '!');
            }

            assertThat(reader.finish().counts().failedByReason())
                    .isEqualTo(Labels.plus(Labels.of("first reason", 1), Labels.of("second reason", 1)));
        }

        @Test
        void echoingATokenDoNotBringItIntoAReasonOrAnError() throws Exception {
            String token = "eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzIn0.c2ln";

            assertThat(read(body("FAILURE", failure("bad " + token))).counts().failedByReason())
                    .isEqualTo(Labels.of("bad [secret]", 1));
            StatusReader reader = fed("{\"errors\":[{\"msg\":\"bad " + token + "\"}]}", 9);
            reader.end();
            assertThat(reader.errors().get(0).message()).isEqualTo("bad [secret]");
        }
    }

    @Test
    void twoStatusesAreEqualOnlyIfTheySayTheSame() throws Exception {
        String[] bodies = {
            "{\"status\":\"SUCCESS\",\"streamId\":\"st-1\"}",
            "{\"status\":\"Success\",\"streamId\":\"st-1\"}",
            "{\"status\":\"FAILURE\",\"streamId\":\"st-1\"}",
            "{\"status\":\"\",\"streamId\":\"st-1\"}",
            "{\"status\":\"SUCCESS\",\"count\":0}",
            "{\"status\":\"SUCCESS\",\"count\":1}",
            "{\"status\":\"SUCCESS\",\"statusLogs\":[{}]}",
            "{\"status\":\"SUCCESS\",\"statusLogs\":[{}],\"count\":1}",
            "{\"status\":\"SUCCESS\",\"statusLogs\":[" + DELIVERED + "],\"count\":1}",
            "{\"status\":\"SUCCESS\",\"count\":2,\"percentageComplete\":0}",
            "{\"status\":\"SUCCESS\",\"count\":2,\"percentageComplete\":0.5}",
        };
        for (String one : bodies) {
            for (String other : bodies) {
                assertThat(read(one).equals(read(other))).as(one + other).isEqualTo(one.equals(other));
            }
        }
        assertThat(read(bodies[0])).isNotEqualTo(null).isNotEqualTo(bodies[0]);
        assertThat(read("{\"statusLogs\":[],\"status\":\"\"}"))
                .hasToString("(no overall status): 0 delivered, 0 failed, 0 pending of 0");
    }

    /** Found by the fuzzer: the parser forgives the comma if a piece ends behind it. */
    @Test
    void aCommaTooManyIsRefusedOrChangesNothing() throws KoreException {
        String right = body("SUCCESS", 1, "{\"status\":\"SUCCESS\" }");
        String wrong = right.replace(" }", ",  }");
        for (int piece = 1; piece <= wrong.length(); piece++) {
            RecipientCounts counts;
            try {
                counts = read(wrong, piece).counts();
            } catch (KoreException e) {
                assertThat(e.kind()).isEqualTo(KoreException.Kind.PROTOCOL);
                continue;
            }
            assertThat(counts).isEqualTo(read(right).counts());
        }
    }

    private static RequestStatus read(String body) throws KoreException {
        return read(body, Integer.MAX_VALUE);
    }

    private static RequestStatus read(String body, int piece) throws KoreException {
        return read(body.getBytes(StandardCharsets.UTF_8), piece);
    }

    private static RequestStatus read(byte[] body, int piece) throws KoreException {
        return fed(body, piece).finish();
    }

    private static StatusReader fed(String body, int piece) throws KoreException {
        return fed(body.getBytes(StandardCharsets.UTF_8), piece);
    }

    private static StatusReader fed(byte[] body, int piece) throws KoreException {
        StatusReader reader = new StatusReader();
        for (int at = 0; at < body.length; at += Math.min(piece, body.length - at)) {
            reader.feed(body, at, Math.min(piece, body.length - at));
        }
        return reader;
    }

    private static AbstractObjectAssert<?, KoreException> assertProtocol(String body) {
        return assertProtocol(body.getBytes(StandardCharsets.UTF_8));
    }

    private static AbstractObjectAssert<?, KoreException> assertProtocol(byte[] body) {
        Throwable inPieces = catchThrowable(() -> read(body, 7));
        assertThat(inPieces).as("in pieces").isInstanceOf(KoreException.class);
        Throwable whole = catchThrowable(() -> read(body, Integer.MAX_VALUE));
        return assertThat(whole)
                .asInstanceOf(type(KoreException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(KoreException.Kind.PROTOCOL))
                .satisfies(e -> assertThat(e).hasMessage(inPieces.getMessage()).hasNoCause());
    }

    private static String body(String word, String... logs) {
        return "{\"statusLogs\":[" + String.join(",", logs) + "],\"status\":\"" + word + "\"}";
    }

    private static String body(String word, long count, String... logs) {
        return "{\"statusLogs\":[" + String.join(",", logs) + "],\"count\":" + count + ",\"status\":\"" + word + "\"}";
    }

    private static String failure(String comments) {
        return "{\"status\":\"FAILURE\",\"comments\":\"" + comments + "\"}";
    }

    /** A number in letters: digits would be masked. */
    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        for (int rest = number, i = 0; i < 4; i++, rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        return word.reverse().toString();
    }

    private static byte[] sample() throws IOException {
        try (InputStream in = StatusReaderTest.class.getResourceAsStream(SAMPLE)) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(String before, byte[] wrong, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(wrong);
        bytes.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
