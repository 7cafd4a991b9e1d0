package io.jenkins.plugins.korenotify.simulator;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The body of a reply, rendered only when somebody wants it: a benchmark in simulated time never pays for JSON, and a
 * body of 100 MB never stands in memory.
 */
public interface Content {

    /** Length in bytes, or -1 when the body never ends. */
    long length();

    /** A fresh stream over the body; every call starts at the first byte. */
    InputStream open();

    /** A body that stands in memory. */
    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** A text body in UTF-8. */
    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body rendered at most once, at first need; the supplier must be pure. */
    static Content lazy(Supplier<byte[]> renderer) {
        return new LazyContent(renderer);
    }

    /**
     * {@code head}, then {@code unit} repeated {@code times} times, then {@code tail}; a negative number of times never
     * ends.
     */
    static Content repeated(String head, String unit, long times, String tail) {
        return new RepeatedContent(head, unit, times, tail);
    }
}
