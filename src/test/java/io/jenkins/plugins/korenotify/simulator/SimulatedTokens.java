package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes tokens a simulated app would sign, for tests of the simulator and for trying it with curl. */
public final class SimulatedTokens {

    private static final JsonFactory JSON = new JsonFactory();

    private SimulatedTokens() {}

    /** A token of five minutes with {@code appId}, {@code sub}, {@code iat}, {@code exp} and the given {@code jti}. */
    public static String fresh(SimulatedApp app, Instant now, String jti) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("appId", app.clientId());
        claims.put("sub", "simulator");
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 300);
        claims.put("jti", jti);
        return sign(app, claims);
    }

    /** A token of exactly these claims (strings, numbers, booleans), signed as the app signs. */
    public static String sign(SimulatedApp app, Map<String, ?> claims) {
        return sign(app, app.algorithm().name(), claims);
    }

    /** The same under a header that names another algorithm than the one signed with. */
    static String sign(SimulatedApp app, String algorithmNamed, Map<String, ?> claims) {
        String text = encode(object(Map.of("alg", algorithmNamed))) + "." + encode(object(claims));
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(TokenCheck.sign(app, text));
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String object(Map<String, ?> fields) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, ?> field : fields.entrySet()) {
                json.writeFieldName(field.getKey());
                if (field.getValue() instanceof Number number) {
                    json.writeNumber(number.toString());
                } else if (field.getValue() instanceof Boolean flag) {
                    json.writeBoolean(flag);
                } else {
                    json.writeString(String.valueOf(field.getValue()));
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
