package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where the status of requests is polled: a Kore.ai environment and one bot (stream) of it.
 *
 * <p>{@code {host}/api/public/bot/{streamId}/notifyV2/status/{requestId}} (Kore.ai, "Proactive Notification Status API
 * V2"). Kore.ai's documents write the host with and without a scheme; both are accepted, and so are a trailing
 * {@code /} and {@code /api}. Only https is, except towards this very machine.
 */
public final class KoreEndpoint {
    /** Kore.ai's public cloud, as in its current documents. */
    public static final String PUBLIC_CLOUD = "https://platform.kore.ai";

    // Kore.ai writes ids as st-<uuid> and ds-<uuid>; masked ones in its documents are not strict, so neither is this.
    private static final Pattern PLAUSIBLE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://.*");

    // "." and ".." as a part of the path, and what a server might take for such or for the end of a part.
    private static final Pattern STEPS =
            Pattern.compile("/\\.{1,2}(?:[/;]|$)|%(?:2e|2f|5c|00)", Pattern.CASE_INSENSITIVE);
    private static final String API = "/api";
    private static final int MAX_URL_LENGTH = 2000;
    private static final int HIGHEST_PORT = 65_535;

    private final URI base;
    private final String streamId;
    private final ApiVersion version;

    private KoreEndpoint(URI base, String streamId, ApiVersion version) {
        this.base = base;
        this.streamId = streamId;
        this.version = version;
    }

    /**
     * Creates an endpoint.
     *
     * @param url the environment, for example {@code https://platform.kore.ai}
     * @param streamId the bot's ID, {@code st-…}; see {@link #parseStreamId}
     * @param version the version of the API
     * @throws IllegalArgumentException in words for the user, if the URL or the stream ID cannot be used
     */
    public static KoreEndpoint of(String url, String streamId, ApiVersion version) {
        return new KoreEndpoint(parseUrl(url), parseStreamId(streamId), Objects.requireNonNull(version, "version"));
    }

    /**
     * The environment's URL, checked and without any trailing {@code /} or {@code /api}. Checked again, it stays as it is.
     *
     * @throws IllegalArgumentException in words for the user
     */
    public static URI parseUrl(String url) {
        if (url == null || url.isBlank()) {
            throw new InvalidInputException(LocalizableMessage.of("url.missing", PUBLIC_CLOUD));
        }
        String text = url.strip();
        if (text.length() > MAX_URL_LENGTH) {
            throw new InvalidInputException(LocalizableMessage.of("url.tooLong", MAX_URL_LENGTH));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidInputException(LocalizableMessage.of("url.halfCharacter"));
        }
        URI uri;
        try {
            uri = new URI(SCHEME.matcher(text).matches() ? text : "https://" + text);
        } catch (URISyntaxException e) {
            throw new InvalidInputException(LocalizableMessage.of("url.notWellFormed", PUBLIC_CLOUD));
        }
        if (uri.getHost() == null) {
            throw new InvalidInputException(LocalizableMessage.of("url.noHost", PUBLIC_CLOUD));
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new InvalidInputException(LocalizableMessage.of("url.moreThanPath"));
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && isLoopback(uri.getHost()))) {
            throw new InvalidInputException(LocalizableMessage.of("url.notHttps"));
        }
        if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
            throw new InvalidInputException(LocalizableMessage.of("url.port", HIGHEST_PORT));
        }
        String path = uri.getRawPath().replaceAll("/{2,}", "/").replaceAll("/$", "");
        while (path.endsWith(API)) {
            path = path.substring(0, path.length() - API.length());
        }
        if (STEPS.matcher(path).find()) {
            throw new InvalidInputException(LocalizableMessage.of("url.steps"));
        }
        boolean defaultPort = uri.getPort() < 0 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
        String port = defaultPort ? "" : ":" + uri.getPort();
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return URI.create(URI.create(scheme + "://" + host + port + path).toASCIIString());
    }

    /**
     * A stream (bot) ID, loosely checked.
     *
     * @throws IllegalArgumentException in words for the user
     */
    public static String parseStreamId(String streamId) {
        String id = parseId(streamId, "streamId.missing", "streamId.implausible");
        if (id.startsWith("cs-")) {
            throw new InvalidInputException(LocalizableMessage.of("streamId.isClientId"));
        }
        return id;
    }

    /**
     * A request ID, loosely checked.
     *
     * @throws IllegalArgumentException in words for the user
     */
    public static String parseRequestId(String requestId) {
        return parseId(requestId, "requestId.missing", "requestId.implausible");
    }

    private static String parseId(String id, String missing, String implausible) {
        if (id == null || id.isBlank()) {
            throw new InvalidInputException(LocalizableMessage.of(missing));
        }
        String text = id.strip();
        if (!PLAUSIBLE_ID.matcher(text).matches()) {
            throw new InvalidInputException(
                    LocalizableMessage.of(implausible, new TextSanitizer(Redaction.TOKENS).sanitize(text, 60)));
        }
        return text;
    }

    /** Where the status of one request is polled; every part of the path is percent-encoded. */
    public URI statusUri(String requestId) {
        return URI.create(base + "/api/public/bot/" + encoded(streamId) + "/" + version.pathSegment() + "/status/"
                + encoded(parseRequestId(requestId)));
    }

    /** The environment. */
    public URI base() {
        return base;
    }

    /** The bot. */
    public String streamId() {
        return streamId;
    }

    /** The version of the API. */
    public ApiVersion version() {
        return version;
    }

    /** Whether a host is this very machine. */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
    }

    private static String encoded(String segment) {
        StringBuilder text = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z'
                    || b >= 'A' && b <= 'Z'
                    || b >= '0' && b <= '9'
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            if (plain) {
                text.append((char) b);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KoreEndpoint
                && ((KoreEndpoint) other).base.equals(base)
                && ((KoreEndpoint) other).streamId.equals(streamId)
                && ((KoreEndpoint) other).version == version;
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, streamId, version);
    }

    @Override
    public String toString() {
        return base + " stream " + streamId + " " + version;
    }
}
