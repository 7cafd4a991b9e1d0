package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Kore.ai's judgement of an {@code auth} header, written without any JWT library. Rules from Kore.ai's API introduction
 * page (claim {@code appId}, scopes), SDK security page ({@code jti}, lifetime, error texts) and its public API tests
 * (error 4002). Not thread-safe.
 */
final class TokenCheck {

    private static final Duration MAX_WITH_JTI_LENGTH = Duration.ofHours(1);
    private static final int MAX_DECIMALS = 30;
    private static final BigDecimal FURTHEST = BigDecimal.valueOf(Instant.MAX.getEpochSecond() / 2);

    private final Map<String, NavigableMap<Instant, SimulatedApp>> apps = new HashMap<>();
    private final Map<String, JtiMemory> jtiByApp = new HashMap<>();
    private Duration iatTolerance = Duration.ofMinutes(5);

    /** Makes an app known, instead of whatever was known of the same client ID. */
    void add(SimulatedApp app) {
        apps.remove(app.clientId());
        addFrom(Instant.MIN, app);
        jtiByApp.putIfAbsent(app.clientId(), new JtiMemory());
    }

    /** Replaces an app from an instant on. */
    void addFrom(Instant from, SimulatedApp app) {
        apps.computeIfAbsent(app.clientId(), id -> new TreeMap<>()).put(from, app);
    }

    private SimulatedApp app(String clientId, Instant now) {
        NavigableMap<Instant, SimulatedApp> known = apps.getOrDefault(clientId, Collections.emptyNavigableMap());
        Map.Entry<Instant, SimulatedApp> current = known.floorEntry(now);
        return current == null ? null : current.getValue();
    }

    /** How far {@code iat} may lie in the future; null = not looked at. */
    void iatTolerance(Duration tolerance) {
        iatTolerance = tolerance;
    }

    /**
     * Judges a token.
     *
     * @param token the header's value, or null
     * @param streamId the bot the call is about
     * @param serverNow the server's own clock
     * @return why it is refused, or empty when it is good
     */
    Optional<Refusal> check(String token, String streamId, Instant serverNow) {
        if (token == null || token.isBlank()) {
            return Optional.of(Refusal.CREDENTIALS);
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.of(Refusal.NOT_A_JWT);
        }
        try {
            JsonNode header = Json.object(decode(parts[0]));
            JsonNode claims = Json.object(decode(parts[1]));
            return Optional.ofNullable(judge(header, claims, parts, streamId, serverNow));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(Refusal.NOT_A_JWT);
        }
    }

    private Refusal judge(JsonNode header, JsonNode claims, String[] parts, String streamId, Instant now) {
        SimulatedApp app = app(claims.path("appId").asText(), now);
        if (app == null
                || !app.algorithm().name().equals(header.path("alg").textValue())
                || !MessageDigest.isEqual(sign(app, parts[0] + "." + parts[1]), decode(parts[2]))) {
            return Refusal.CREDENTIALS;
        }
        Refusal late = times(claims, app, now);
        if (late != null) {
            return late;
        }
        if (!app.streams().contains(streamId)) {
            return Refusal.CREDENTIALS;
        }
        return app.scopes().contains(SimulatedApp.PROACTIVE_MESSAGES) ? null : Refusal.SCOPE;
    }

    private Refusal times(JsonNode claims, SimulatedApp app, Instant now) {
        Instant expiry = instant(claims.path("exp"));
        Instant issued = instant(claims.path("iat"));
        if (expiry != null && !expiry.isAfter(now)) {
            return Refusal.EXPIRED;
        }
        if (issued != null && iatTolerance != null && issued.isAfter(now.plus(iatTolerance))) {
            return Refusal.ISSUED_LATER;
        }
        JsonNode jti = claims.has("jti") ? claims.path("jti") : claims.path("kore_jti");
        if (jti.isMissingNode()) {
            return app.enforceJti() ? Refusal.NO_JTI : null;
        }
        if (expiry == null || expiry.isAfter(now.plus(MAX_WITH_JTI_LENGTH))) {
            return Refusal.TOO_LONG;
        }
        return jtiByApp.get(app.clientId()).use(jti.asText(), expiry, now) ? null : Refusal.REPLAY;
    }

    /** A claim in seconds since 1970, fractions allowed, as an instant; null when absent. */
    private static Instant instant(JsonNode claim) {
        if (claim.isMissingNode() || claim.isNull()) {
            return null;
        }
        BigDecimal seconds = claim.isNumber() ? claim.decimalValue() : null;
        if (seconds == null || seconds.abs().compareTo(FURTHEST) > 0 || seconds.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException("not a time");
        }
        return Instant.ofEpochMilli(
                seconds.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact());
    }

    /** The signature an app with this secret puts under this text. */
    static byte[] sign(SimulatedApp app, String text) {
        try {
            Mac mac = Mac.getInstance(app.algorithm().macName());
            mac.init(new SecretKeySpec(
                    app.clientSecret().getBytes(StandardCharsets.UTF_8),
                    app.algorithm().macName()));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] decode(String part) {
        if (part.indexOf('=') >= 0) {
            throw new IllegalArgumentException("padding in a JWT");
        }
        return Base64.getUrlDecoder().decode(part);
    }
}
