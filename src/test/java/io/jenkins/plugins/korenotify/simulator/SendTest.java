package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00.250Z");
    private static final String V2 = "/api/public/bot/st-1/notifyV2";
    private static final String MESSAGE = "\"channel\":\"ivr\",\"message\":{\"type\":\"text\",\"value\":\"Hello\"}";

    private final ManualTime time = new ManualTime(NOW);
    private final SimulatedKore kore =
            new SimulatedKore(time, 42).addBot("st-1").checkTokens(false);

    @Test
    void aSentRequestCanBePolled() {
        String reply = post(
                V2,
                "{" + MESSAGE + ",\"identities\":[{\"email\":\"a@example.com\"},"
                        + "{\"email\":\"b@example.com\",\"customMessage\":\"Hi\",\"parameters\":{\"x\":\"y\"}}]}");
        Matcher id = Pattern.compile("^\\{\"_id\":\"(ds-[0-9a-f-]{36})\"").matcher(reply);
        assertThat(id.find()).isTrue();
        assertThat(reply)
                .contains("\"status\":\"IN_PROGRESS\",\"statusLogs\":[],\"percentageComplete\":0")
                .contains("\"store\":{\"identitiesCount\":2}")
                .contains("\"lMod\":\"2026-01-05T10:00:00.000Z\"");
        time.advance(Duration.ofSeconds(10));
        String status = text(kore.answer(Call.get(V2 + "/status/" + id.group(1), null)));
        assertThat(status).contains("a@example.com").contains("b@example.com").contains("\"status\":\"SUCCESS\"");
    }

    @Test
    void v1TakesPlainAddresses() {
        String reply = post(
                "/api/public/bot/st-1/notify",
                "{\"channel\":\"slack\",\"userIdentityType\":\"resolve\",\"message\":{\"type\":\"text\",\"val\":\"x\"},"
                        + "\"identities\":[\"a@example.com\"]}");
        assertThat(reply).startsWith("{\"_id\":\"ds-").doesNotContain("identitiesCount");
    }

    @Test
    void theProfileOfSentRequestsCanBeChosen() {
        kore.sendProfile(request -> request.failureShare(1).delivering(DeliveryCurve.LINEAR, Duration.ofSeconds(1)));
        String id = post(V2, "{" + MESSAGE.replace("ivr", "whatsapp") + ",\"identities\":[{\"phoneNumber\":\"1\"}]}")
                .substring(8, 47);
        assertThat(kore.summary(id, NOW.plusSeconds(1))).isEqualTo(new Summary(1, 0, 1, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"channel\":\"ivr\"}",
                "{\"channel\":\"ivr\",\"identities\":[{\"email\":\"a\"}]}",
                "{\"message\":{},\"identities\":[{\"email\":\"a\"}]}",
                "{\"channel\":\"ivr\",\"message\":{},\"identities\":[]}",
                "{\"channel\":\"ivr\",\"message\":{},\"identities\":[\"a\"]}",
                "{\"channel\":\"ivr\",\"message\":{},\"identities\":[{\"name\":\"a\"}]}",
                "{\"channel\":\"ivr\",\"message\":{},\"identities\":{\"email\":\"a\"}}",
                "{" + MESSAGE + "}",
                "{" + MESSAGE + ",\"identities\":[]}",
                "{" + MESSAGE + ",\"identities\":[\"a\"]}",
                "{" + MESSAGE + ",\"identities\":[{\"name\":\"a\"}]}",
                "{" + MESSAGE + ",\"identities\":[{\"email\":\"a\",\"name\":\"a\"}]}",
                "{" + MESSAGE + ",\"identities\":[{\"email\":\"a\",\"phoneNumber\":\"1\"}]}",
                "{" + MESSAGE + ",\"identities\":[{\"phoneNumber\":\"1\"}]}",
                "{" + MESSAGE + ",\"identities\":[{\"email\":\"a\",\"parameters\":{\"x\":1}}]}",
                "{" + MESSAGE + ",\"priority\":1,\"identities\":[{\"email\":\"a\"}]}",
                "{" + MESSAGE + ",\"identities\":[{\"email\":\"a\"}]}{}",
                "{\"channel\":\"ivr\",\"message\":{\"type\":\"text\",\"val\":\"x\"},\"identities\":[{\"email\":\"a\"}]}",
                "{\"channel\":\"ivr\",\"message\":{\"type\":\"html\",\"value\":\"x\"},\"identities\":[{\"email\":\"a\"}]}",
                "{\"channel\":\"msteams\",\"message\":{\"type\":\"text\",\"value\":\"x\"},"
                        + "\"webhookInstanceName\":\"w\",\"identities\":[{\"email\":\"a\"}]}"
            })
    void refusesWhatFailsTheSchema(String body) {
        Reply reply = kore.answer(Call.post(V2, null, body.getBytes(StandardCharsets.UTF_8)));
        assertThat(reply.status()).isEqualTo(412);
        assertThat(text(reply)).contains("Validation errors/ Invalid arguments");
    }

    @Test
    void refusesMoreThanAThousandRecipients() {
        String one = ",{\"email\":\"a@example.com\"}";
        assertThat(post(
                        V2,
                        "{" + MESSAGE + ",\"identities\":[" + one.repeat(1000).substring(1) + "]}"))
                .contains("\"identitiesCount\":1000");
        assertThat(post(
                        V2,
                        "{" + MESSAGE + ",\"identities\":[" + one.repeat(1001).substring(1) + "]}"))
                .contains("\"code\":412");
    }

    @Test
    void refusesTooManyOrTooLongParameters() {
        String twenty = ",\"p%d\":\"v\"";
        StringBuilder parameters = new StringBuilder("\"p\":\"" + "v".repeat(200) + "\"");
        for (int i = 1; i < 20; i++) {
            parameters.append(twenty.formatted(i));
        }
        String body = "{" + MESSAGE + ",\"identities\":[{\"email\":\"a\",\"parameters\":{" + parameters;
        assertThat(post(V2, body + "}}]}")).contains("identitiesCount");
        assertThat(post(V2, body + ",\"more\":\"v\"}}]}")).contains("\"code\":412");
        assertThat(post(V2, body.replace("vv", "vvv") + "}}]}")).contains("\"code\":412");
    }

    @Test
    void v1WantsAllFieldsAndTexts() {
        String body =
                "{\"channel\":\"slack\",\"userIdentityType\":\"resolve\",\"message\":{\"type\":\"script\",\"val\":\"x\"},"
                        + "\"identities\":[\"a@example.com\"]}";
        String v1 = "/api/public/bot/st-1/notify";
        assertThat(post(v1, body)).startsWith("{\"_id\":\"ds-");
        assertThat(post(v1, body.replace("\"userIdentityType\":\"resolve\",", "")))
                .contains("\"code\":412");
        assertThat(post(v1, body.replace("script", "template"))).contains("\"code\":412");
        assertThat(post(v1, body.replace("\"a@example.com\"", "{\"email\":\"a@example.com\"}")))
                .contains("\"code\":412");
    }

    @Test
    void aMessageMayBeCalledContentAsInTheSamples() {
        assertThat(post(V2, "{" + MESSAGE.replace("message", "content") + ",\"identities\":[{\"email\":\"a\"}]}"))
                .contains("identitiesCount");
    }

    private String post(String path, String body) {
        return text(kore.answer(Call.post(path, null, body.getBytes(StandardCharsets.UTF_8))));
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
