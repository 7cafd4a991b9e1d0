package io.jenkins.plugins.korenotify.engine.client;

import com.auth0.jwt.algorithms.Algorithm;
import java.util.function.Function;

/**
 * The algorithm that signs a token. Kore.ai's instructions for its public APIs say HS256; JWT apps can be created with HS512, too
 * (Kore.ai, "API introduction" and "SDK security").
 */
public enum JwtAlgorithm {
    /** HMAC with SHA-256. */
    HS256(Algorithm::HMAC256),
    /** HMAC with SHA-512. */
    HS512(Algorithm::HMAC512);

    private final Function<String, Algorithm> create;

    JwtAlgorithm(Function<String, Algorithm> create) {
        this.create = create;
    }

    /** The signing algorithm; the secret's UTF-8 bytes are the key, undecoded, as Kore.ai uses it. */
    Algorithm with(String secret) {
        return create.apply(secret);
    }
}
