package io.jenkins.plugins.korenotify.engine.client;

import com.auth0.jwt.algorithms.Algorithm;

/**
 * The algorithm that signs a token. Kore.ai's instructions for its public APIs say HS256; JWT apps can be created with HS512, too
 * (Kore.ai, "API introduction" and "SDK security").
 */
public enum JwtAlgorithm {
    /** HMAC with SHA-256. */
    HS256 {
        @Override
        Algorithm with(String secret) {
            return Algorithm.HMAC256(secret);
        }
    },
    /** HMAC with SHA-512. */
    HS512 {
        @Override
        Algorithm with(String secret) {
            return Algorithm.HMAC512(secret);
        }
    };

    /** The signing algorithm; the secret's UTF-8 bytes are the key, undecoded, as Kore.ai uses it. */
    abstract Algorithm with(String secret);
}
