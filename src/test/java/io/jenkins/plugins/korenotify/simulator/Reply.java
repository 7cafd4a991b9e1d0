package io.jenkins.plugins.korenotify.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The simulated Kore.ai's answer to one call.
 *
 * @param status HTTP status code; meaningless when {@code wire} lets nothing through
 * @param headers response headers without those that frame the body, in the order of sending
 * @param content the body, rendered at first need
 * @param wire how the reply travels
 */
public record Reply(int status, Map<String, String> headers, Content content, Wire wire) {

    private static final int IN_MEMORY_LIMIT = 8 * 1024 * 1024;

    /** Freezes the headers. */
    public Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * The whole body in memory.
     *
     * @throws IllegalStateException when it is endless or larger than 8 MB; read {@link #content()} as a stream then
     */
    public byte[] body() {
        long length = content.length();
        if (length < 0 || length > IN_MEMORY_LIMIT) {
            throw new IllegalStateException("body too large for memory: " + length);
        }
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A header's value by its exact name, or null. */
    public String header(String name) {
        return headers.get(name);
    }

    /** The same reply travelling another way. */
    public Reply over(Wire otherWire) {
        return new Reply(status, headers, content, otherWire);
    }

    /** The same reply with one more (or another) header. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, content, wire);
    }
}
