package io.jenkins.plugins.korenotify.engine.client;

import static io.jenkins.plugins.korenotify.engine.message.InvalidInputException.require;

import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
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
 *
 * @param base the environment; see {@link #parseUrl}
 * @param streamId the bot; see {@link #parseStreamId}
 * @param version the version of the API
 */
public record KoreEndpoint(URI base, String streamId, ApiVersion version) {
    /** Kore.ai's public cloud, as in its current documents. */
    public static final String PUBLIC_CLOUD = "https://platform.kore.ai";

    // Kore.ai writes ids as st-<uuid> and ds-<uuid>; masked ones in its documents are not strict, so neither is this.
    // All of these characters may stand in a path as they are.
    private static final Pattern PLAUSIBLE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://.*");

    // "." and ".." as a part of the path, and what a server might take for such or for the end of a part.
    private static final Pattern STEPS =
            Pattern.compile("/\\.{1,2}(?:[/;]|$)|%(?:2e|2f|5c|00)", Pattern.CASE_INSENSITIVE);
    private static final String API = "/api";
    private static final int MAX_URL_LENGTH = 2000;
    private static final int HIGHEST_PORT = 65_535;

    /** Validates the parts, which are parsed once more. */
    public KoreEndpoint {
        base = parseUrl(base.toString());
        streamId = parseStreamId(streamId);
        Objects.requireNonNull(version, "version");
    }

    /**
     * Creates an endpoint.
     *
     * @param url the environment, for example {@code https://platform.kore.ai}
     * @param streamId the bot's ID, {@code st-…}
     * @throws IllegalArgumentException in words for the user, if the URL or the stream ID cannot be used
     */
    public static KoreEndpoint of(String url, String streamId, ApiVersion version) {
        return new KoreEndpoint(parseUrl(url), streamId, version);
    }

    /**
     * The environment's URL, checked and without any trailing {@code /} or {@code /api}. Checked again, it stays as it is.
     *
     * @throws IllegalArgumentException in words for the user
     */
    public static URI parseUrl(String url) {
        if (url == null || url.isBlank()) {
            throw new InvalidInputException("url.missing", PUBLIC_CLOUD);
        }
        String text = url.strip();
        require(text.length() <= MAX_URL_LENGTH, "url.tooLong", MAX_URL_LENGTH);
        require(StandardCharsets.UTF_8.newEncoder().canEncode(text), "url.halfCharacter");
        URI uri;
        try {
            uri = new URI(SCHEME.matcher(text).matches() ? text : "https://" + text);
        } catch (URISyntaxException e) {
            throw new InvalidInputException("url.notWellFormed", PUBLIC_CLOUD);
        }
        if (uri.getHost() == null) {
            throw new InvalidInputException("url.noHost", PUBLIC_CLOUD);
        }
        boolean onlyPath = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        require(onlyPath, "url.moreThanPath");
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        require(scheme.equals("https") || scheme.equals("http") && isLoopback(uri.getHost()), "url.notHttps");
        require(uri.getPort() != 0 && uri.getPort() <= HIGHEST_PORT, "url.port", HIGHEST_PORT);
        String path = uri.getRawPath().replaceAll("/{2,}", "/").replaceAll("/$", "");
        while (path.endsWith(API)) {
            path = path.substring(0, path.length() - API.length());
        }
        require(!STEPS.matcher(path).find(), "url.steps");
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
        require(!id.startsWith("cs-"), "streamId.isClientId");
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
            throw new InvalidInputException(missing);
        }
        String text = id.strip();
        if (!PLAUSIBLE_ID.matcher(text).matches()) {
            throw new InvalidInputException(implausible, new TextSanitizer(Redaction.TOKENS).sanitize(text, 60));
        }
        return text;
    }

    /** Where the status of one request is polled. */
    public URI statusUri(String requestId) {
        return URI.create(base + "/api/public/bot/" + streamId + "/" + version.pathSegment + "/status/"
                + parseRequestId(requestId));
    }

    /** Whether a host is this very machine. */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return base + " stream " + streamId + " " + version;
    }
}
