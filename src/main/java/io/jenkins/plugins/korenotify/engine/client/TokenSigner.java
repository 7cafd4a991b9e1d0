package io.jenkins.plugins.korenotify.engine.client;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Signs tokens for one JWT app. A token with a {@code jti} is for one call: Kore.ai refuses a {@code jti} that it has seen
 * ("SDK security": "possibly a replay").
 *
 * <p>Claims: {@code appId}, {@code sub}, {@code iat}, {@code exp}, {@code jti} (Kore.ai, "API introduction"). Safe for
 * concurrent use.
 */
public final class TokenSigner {
    /** How long a token is valid. Kore.ai allows one hour at most where a {@code jti} is present. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private final JwtApp app;
    private final Algorithm algorithm;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * Creates a signer.
     *
     * @param app whose secret signs
     * @param clock the time of {@code iat} and {@code exp}
     * @param ids returns a new value each time, for {@code jti}
     */
    public TokenSigner(JwtApp app, InstantSource clock, Supplier<String> ids) {
        this.app = Objects.requireNonNull(app, "app");
        this.algorithm = app.algorithm().with(app.clientSecret());
        this.clock = Objects.requireNonNull(clock, "clock");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** Signs a new token, valid for one call within {@link #LIFETIME}. */
    public String sign() {
        return sign(LIFETIME);
    }

    /**
     * Signs a new token for one call.
     *
     * @param lifetime an hour at most
     */
    public String sign(Duration lifetime) {
        return token(lifetime).withJWTId(ids.get()).sign(algorithm);
    }

    /** Signs a new token for any number of calls, without a {@code jti}. Kore.ai refuses it if the app enforces one. */
    public String signReusable(Duration lifetime) {
        return token(lifetime).sign(algorithm);
    }

    private JWTCreator.Builder token(Duration lifetime) {
        Instant now = clock.instant();
        return JWT.create()
                .withClaim("appId", app.clientId())
                .withSubject(app.subject())
                .withIssuedAt(now)
                .withExpiresAt(now.plus(lifetime));
    }

    /** What must never be shown of the app this signer signs for. */
    Redaction redaction() {
        return new Redaction(app.clientSecret());
    }
}
