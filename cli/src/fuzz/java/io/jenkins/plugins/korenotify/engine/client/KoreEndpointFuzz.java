package io.jenkins.plugins.korenotify.engine.client;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.net.URI;
import java.util.Locale;

/**
 * Any URL, stream ID and request ID: refused in words, or a URI of the very host that was named, encrypted unless it is
 * this machine's own, whose path nobody steps out of.
 */
public final class KoreEndpointFuzz {
    private KoreEndpointFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String url = data.consumeString(200);
        String stream = data.consumeString(40);
        String request = data.consumeRemainingAsString();
        URI base;
        URI status;
        try {
            base = KoreEndpoint.parseUrl(url);
        } catch (IllegalArgumentException e) {
            requireWords(e);
            return;
        }
        require(
                base.getHost() != null && url.toLowerCase(Locale.ROOT).contains(base.getHost()),
                "another host: " + base);
        require(base.getScheme().equals("https") || isThisMachine(base.getHost()), "not encrypted: " + base);
        require(KoreEndpoint.parseUrl(base.toString()).equals(base), "not the same again: " + base);
        try {
            status = KoreEndpoint.of(url, stream, ApiVersion.V2).statusUri(request);
        } catch (IllegalArgumentException e) {
            requireWords(e);
            return;
        }
        require(status.getHost().equals(base.getHost()) && status.getPort() == base.getPort(), "left: " + status);
        require(status.normalize().equals(status), "steps: " + status);
        require(status.getRawQuery() == null && status.getRawFragment() == null, "more than a path: " + status);
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static void requireWords(IllegalArgumentException refusal) {
        require(refusal.getMessage() != null && refusal.getMessage().length() < 400, "no words");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
