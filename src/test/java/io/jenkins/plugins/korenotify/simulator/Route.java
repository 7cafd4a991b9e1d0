package io.jenkins.plugins.korenotify.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which endpoint a path names.
 *
 * @param streamId the bot
 * @param version generation of the API
 * @param requestId the request whose status is asked for, or null for a send
 */
record Route(String streamId, NotifyVersion version, String requestId) {

    private static final String PREFIX = "/api/public/bot/";

    boolean isStatus() {
        return requestId != null;
    }

    /** Reads a raw path; empty when no endpoint is there or its percent-encoding is broken. */
    static Optional<Route> of(String basePath, String rawPath) {
        int query = rawPath.indexOf('?');
        String path = query < 0 ? rawPath : rawPath.substring(0, query);
        if (!path.startsWith(basePath + PREFIX)) {
            return Optional.empty();
        }
        String[] segments = path.substring(basePath.length() + PREFIX.length()).split("/", -1);
        NotifyVersion version = segments.length < 2 ? null : version(segments[1]);
        String streamId = decode(segments[0]);
        if (version == null || streamId == null || streamId.isEmpty()) {
            return Optional.empty();
        }
        if (segments.length == 2) {
            return Optional.of(new Route(streamId, version, null));
        }
        String requestId = segments.length == 4 && segments[2].equals("status") ? decode(segments[3]) : null;
        return requestId == null || requestId.isEmpty()
                ? Optional.empty()
                : Optional.of(new Route(streamId, version, requestId));
    }

    private static NotifyVersion version(String segment) {
        for (NotifyVersion version : NotifyVersion.values()) {
            if (version.segment().equals(segment)) {
                return version;
            }
        }
        return null;
    }

    /** Percent-decoding of UTF-8; a plus sign stays one. Null when broken. */
    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] raw = segment.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                plain.write(raw[i]);
                continue;
            }
            int high = digit(raw, i + 1);
            int low = digit(raw, i + 2);
            if (high < 0 || low < 0) {
                return null;
            }
            plain.write(high << 4 | low);
            i += 2;
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte[] raw, int at) {
        return at < raw.length ? Character.digit(raw[at], 16) : -1;
    }
}
