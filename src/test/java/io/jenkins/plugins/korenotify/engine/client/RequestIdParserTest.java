package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdParserTest {
    private static final String V2 = """
            {"_id": "ds-1", "streamId": "st-1", "jobType": "PROACTIVE_NOTIFICATIONS_API",
             "action": "PROACTIVE_NOTIFICATIONS", "status": "IN_PROGRESS", "statusLogs": [], "percentageComplete": 0,
             "store": {"identitiesCount": 3, "more": {"_id": "no"}}, "createdBy": "u-1", "countOfDockStatuses": 1,
             "__v": 0}
            """;
    private static final String V1 = """
            {"_id":"ds-2","streamId":"st-1","status":"IN_PROGRESS","statusLogs":[{"_id":"nl-1"}],"__v":0}""";

    @Test
    void readsASavedResponseOfEitherVersion() {
        assertThat(RequestIdParser.read(V2)).containsExactly(sent("ds-1", 3));
        assertThat(RequestIdParser.read("\uFEFF\n " + V1)).containsExactly(sent("ds-2"));
    }

    @Test
    void readsSeveralResponses() {
        assertThat(RequestIdParser.read("[" + V2 + "," + V1 + "]")).containsExactly(sent("ds-1", 3), sent("ds-2"));
        assertThat(RequestIdParser.read(V2 + V1 + "\n[\"ds-3\"]"))
                .containsExactly(sent("ds-1", 3), sent("ds-2"), sent("ds-3"));
    }

    @Test
    void readsIds() {
        assertThat(RequestIdParser.read("[\"ds-1\", \"ds-2\"]")).containsExactly(sent("ds-1"), sent("ds-2"));
        assertThat(RequestIdParser.read("\"ds-1\"")).containsExactly(sent("ds-1"));
        assertThat(RequestIdParser.read("# campaign\r\nds-1, ds-2\tds-3 # the last\n\n,,ds-4,"))
                .containsExactly(sent("ds-1"), sent("ds-2"), sent("ds-3"), sent("ds-4"));
    }

    @Test
    void anIdCountsOnceAndItsRecipientsAreKept() {
        assertThat(RequestIdParser.read("[\"ds-1\"," + V2 + ",\"ds-1\"]")).containsExactly(sent("ds-1", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-3", "2.5", "1000001", "99999999999999999999", "\"many\"", "\"\"", "[3]", "{}", "\"NaN\""})
    void aNumberOfRecipientsThatCannotBeIsRefused(String count) {
        refused("{\"_id\":\"ds-1\",\"store\":{\"identitiesCount\":" + count + "}}");
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "3.0, 3", "'\"3\"', 3", "1e3, 1000"})
    void aNumberOfRecipientsMayBeWrittenOtherwise(String count, long recipients) {
        assertThat(RequestIdParser.read("{\"_id\":\"ds-1\",\"store\":{\"identitiesCount\":" + count + "}}"))
                .containsExactly(sent("ds-1", recipients));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "null"})
    void withoutANumberOfRecipientsAnyNumberMayBeListed(String count) {
        assertThat(RequestIdParser.read("{\"_id\":\"ds-1\",\"store\":{\"identitiesCount\":" + count + "}}"))
                .containsExactly(sent("ds-1"));
    }

    @Test
    void ofTwoNumbersForOneRequestTheLargerCounts() {
        String five = V2.replace("Count\": 3", "Count\": 5");
        assertThat(five).isNotEqualTo(V2);
        assertThat(RequestIdParser.read("[" + V2 + "," + five + "]"))
                .isEqualTo(RequestIdParser.read("[" + five + "," + V2 + "]"))
                .hasSize(1)
                .first()
                .satisfies(request -> assertThat(request.recipients()).hasValue(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "# only a comment", "[]", ",,,", "[[\"ds-1\"]]", "[1]", "[null]", "{}", "{"})
    void nothingToUseIsRefused(String text) {
        refused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_id\":\"ds-1\"",
                "[\"ds-1\"",
                "[\"ds-1\"}",
                "{\"_id\" \"ds-1\"}",
                "\"ds-1\", \"ds-2\"",
                "{\"_id\":\"ds-1\"} trailing",
                "{\"errors\":[{\"msg\":",
                "{\"store\":{\"identitiesCount\":3"
            })
    void brokenJsonIsRefusedWithItsPlace(String text) {
        assertThat(refused(text)).contains("line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_id\":\"ds-1\",\"store\":{\"identitiesCount\":3,\"identitiesCount\":2}}",
                "{\"_id\":\"ds-1\",\"store\":{\"identitiesCount\":3},\"store\":{\"identitiesCount\":2}}",
                "{\"_id\":\"ds-1\",\"store\":{\"identitiesCount\":2},\"_id\":\"ds-2\"}",
                "{\"_id\":\"ds-1\",\"_id\":null}",
                "{\"_id\":\"ds-1\",\"store\":{\"identitiesCount\":true}}",
                "{\"_id\":\"ds-1\",\"store\":{\"identitiesCount\":false}}",
                "{\"_id\":\"ds-1\",\"store\":[{\"identitiesCount\":3}]}",
                "{\"_id\":\"ds-1\",\"store\":\"3\"}"
            })
    @DisplayName("A field that is given twice, or of another type, is refused: recipients could be missed")
    void ambiguousResponsesAreRefused(String text) {
        assertThatThrownBy(() -> RequestIdParser.read(text)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anErrorAnswerIsSaidToBeOne() {
        assertThat(refused("{\"errors\":[{\"msg\":\"Invalid SDK credentials\",\"code\":4002}]}"))
                .contains("refused")
                .contains("Invalid SDK credentials");
        assertThat(refused("{\"errors\":[{\"code\":4002}]}")).contains("refused");
        assertThat(refused("{\"statusLogs\":[],\"count\":0,\"status\":\"SUCCESS\"}"))
                .contains("no _id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Sign in</body></html>",
                "ds-1 ../../etc",
                "ds-1/../ds-2",
                "[\"ds-1\\u0000\"]",
                "{\"_id\":\"\"}",
                "{\"_id\":\"a b\"}",
                "ds-1;ds-2",
                "\u0000\u0001",
                "%64s-1"
            })
    void whatIsNoIdIsRefused(String text) {
        refused(text);
    }

    @Test
    void theMessageHoldsNoMoreThanAShortCleanExcerpt() {
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzLTEifQ.c2lnbmF0dXJl";

        String message = refused(
                "[\"" + token + " somebody@example.com +49 170 1234567 \u009B31m " + "x".repeat(10_000) + "\"]");

        assertThat(message)
                .hasSizeLessThan(200)
                .doesNotContain("eyJ")
                .doesNotContain("example.com")
                .doesNotContain("1234567");
        assertThat(refused("{\"errors\":[{\"msg\":\"" + token + "y".repeat(10_000) + "\"}]}"))
                .hasSizeLessThan(300)
                .doesNotContain("eyJ");
    }

    @Test
    void tooMuchIsRefused() {
        String ids = IntStream.range(0, RequestIdParser.MAX_REQUESTS)
                .mapToObj(i -> "ds-" + i)
                .collect(Collectors.joining(" "));

        assertThat(RequestIdParser.read(ids)).hasSize(RequestIdParser.MAX_REQUESTS);
        assertThat(refused(ids + " one-more")).contains("more than");
        assertThat(refused("x".repeat(RequestIdParser.MAX_CHARACTERS + 1))).contains("longer than");
        assertThat(refused("[".repeat(100_000))).hasSizeLessThan(200);
        assertThat(refused("{\"a\":".repeat(100_000))).hasSizeLessThan(200);
    }

    private static String refused(String text) {
        assertThatThrownBy(() -> RequestIdParser.read(text)).isExactlyInstanceOf(InvalidInputException.class);
        return catchThrowable(() -> RequestIdParser.read(text)).getMessage();
    }

    private static TrackedRequest sent(String id) {
        return new TrackedRequest(id, OptionalLong.empty());
    }

    private static TrackedRequest sent(String id, long recipients) {
        return new TrackedRequest(id, OptionalLong.of(recipients));
    }
}
