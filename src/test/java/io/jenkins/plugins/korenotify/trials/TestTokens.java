package io.jenkins.plugins.korenotify.trials;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Takes tokens apart and checks their signature, without the library that signs them. */
public final class TestTokens {
    private TestTokens() {}

    /** The header of a token; every value as text. */
    public static Map<String, String> header(String token) {
        return flat(part(token, 0));
    }

    /** The claims of a token; every value as text. */
    public static Map<String, String> claims(String token) {
        return flat(part(token, 1));
    }

    /** Whether a token is signed with this secret; {@code algorithm} as Java spells it, {@code HmacSHA256}. */
    public static boolean isSigned(String token, String secret, String algorithm) {
        int end = token.lastIndexOf('.');
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            byte[] required = mac.doFinal(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
            return MessageDigest.isEqual(required, Base64.getUrlDecoder().decode(token.substring(end + 1)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] part(String token, int index) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            throw new IllegalArgumentException("A token has three parts, not " + parts.length);
        }
        return Base64.getUrlDecoder().decode(parts[index]);
    }

    private static Map<String, String> flat(byte[] json) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }
}
